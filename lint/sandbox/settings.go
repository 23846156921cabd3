package sandbox

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// settings are a unit's effective settings after what systemd itself implies.
type settings struct {
	reader reader

	user, group           choice
	userKnown, groupKnown bool
	supplementaryGroups   []choice
	permissionsStartOnly  toggle
	rootStartOnly         toggle

	mountSettings
	realtime, suidSGID, noNewPrivileges     toggle
	clock, removeIPC                        toggle
	lockPersonality, memoryDenyWriteExecute toggle
	personality, devicePolicy, keyring      choice
	delegate, notifyAccess, serviceType     choice
	killMode                                choice
	readWrite, readOnly, inaccessible       []accessPath
	exec, noExec                            []accessPath
	binds                                   []bind
	temporary                               []temporary
	images                                  []image
	extensions                              []*unit.Assignment
	directories                             []directory
	// made are the paths that those directories bring with them, parents
	// included, by the directive; owned are the directories themselves.
	made, owned                                  map[string]string
	devices                                      []device
	standardInput, standardOutput, standardError choice
}

// mountSettings are those that a mount namespace is made of, but for lists.
type mountSettings struct {
	dynamicUser                             toggle
	protectSystem, protectHome, privateTmp  choice
	privateDevices, tunables, modules, logs toggle
	controlGroups, hostname                 choice
	protectProc, procSubset, mountAPIVFS    choice
	privateMounts, mountFlags, privateUsers choice
	privateNetwork, privateIPC              toggle
	networkNamespacePath, ipcNamespacePath  choice
	privatePIDs, privateBPF                 choice
	rootDirectory, rootImage, rootMStack    choice
	logNamespace, bindLogSockets            choice
	runtimePreserve                         choice
	credentials, joinsNamespaceOf           *unit.Assignment
}

// accessPath is an entry of ReadWritePaths= and its kin.
type accessPath struct {
	value.Path
	by *unit.Assignment
}

// bind is an entry of BindPaths= or BindReadOnlyPaths=.
type bind struct {
	value.Bind
	readOnly bool
	by       *unit.Assignment
}

// temporary is an entry of TemporaryFileSystem=.
type temporary struct {
	value.Temporary
	by *unit.Assignment
}

// image is an entry of MountImages=.
type image struct {
	destination string
	ignore      bool
	by          *unit.Assignment
}

// device is an entry of DeviceAllow=.
type device struct {
	value.Device
	by *unit.Assignment
}

// readSettings reads what the sandbox depends on and applies DynamicUser=. It goes
// through what the unit sets, which is less than all that it could: a sandbox is
// made for each round of each search for advice.
func readSettings(u *unit.Unit) *settings {
	s := &settings{reader: newReader(u), userKnown: true, groupKnown: true}
	for _, set := range u.Settings {
		if set.Section != s.reader.section {
			continue
		}
		if read := settingReaders[set.List]; read != nil {
			if a := lastOf(set.Values); a != nil {
				read(s, a)
			}
		}
	}
	for _, a := range u.All("Unit", "JoinsNamespaceOf") {
		s.joinsNamespaceOf = a
	}
	if strings.Trim(s.rootDirectory.word, "/") == "" {
		s.rootDirectory = choice{}
	}
	s.readGroups()
	s.readCredentials()
	s.readPaths()
	s.directories = readDirectories(s.reader)
	s.indexDirectories()
	s.readDevices()
	s.implyDynamicUser()
	return s
}

// settingReader takes the assignment that decides a setting over.
type settingReader func(*settings, *unit.Assignment)

// settingReaders are by the catalogue's name those of the settings that one
// assignment decides.
var settingReaders = map[string]settingReader{
	"DynamicUser":            func(s *settings, a *unit.Assignment) { s.dynamicUser = toggleOf(a) },
	"PermissionsStartOnly":   func(s *settings, a *unit.Assignment) { s.permissionsStartOnly = toggleOf(a) },
	"RootDirectoryStartOnly": func(s *settings, a *unit.Assignment) { s.rootStartOnly = toggleOf(a) },
	"NoNewPrivileges":        func(s *settings, a *unit.Assignment) { s.noNewPrivileges = toggleOf(a) },
	"RemoveIPC":              func(s *settings, a *unit.Assignment) { s.removeIPC = toggleOf(a) },
	"PrivateDevices":         func(s *settings, a *unit.Assignment) { s.privateDevices = toggleOf(a) },
	"ProtectKernelTunables":  func(s *settings, a *unit.Assignment) { s.tunables = toggleOf(a) },
	"ProtectKernelModules":   func(s *settings, a *unit.Assignment) { s.modules = toggleOf(a) },
	"ProtectKernelLogs":      func(s *settings, a *unit.Assignment) { s.logs = toggleOf(a) },
	"ProtectClock":           func(s *settings, a *unit.Assignment) { s.clock = toggleOf(a) },
	"RestrictRealtime":       func(s *settings, a *unit.Assignment) { s.realtime = toggleOf(a) },
	"RestrictSUIDSGID":       func(s *settings, a *unit.Assignment) { s.suidSGID = toggleOf(a) },
	"LockPersonality":        func(s *settings, a *unit.Assignment) { s.lockPersonality = toggleOf(a) },
	"MemoryDenyWriteExecute": func(s *settings, a *unit.Assignment) { s.memoryDenyWriteExecute = toggleOf(a) },
	"PrivateNetwork":         func(s *settings, a *unit.Assignment) { s.privateNetwork = toggleOf(a) },
	"PrivateIPC":             func(s *settings, a *unit.Assignment) { s.privateIPC = toggleOf(a) },

	"KeyringMode":              func(s *settings, a *unit.Assignment) { s.keyring = choiceOf(a) },
	"ProtectSystem":            func(s *settings, a *unit.Assignment) { s.protectSystem = choiceOf(a) },
	"ProtectHome":              func(s *settings, a *unit.Assignment) { s.protectHome = choiceOf(a) },
	"PrivateTmp":               func(s *settings, a *unit.Assignment) { s.privateTmp = choiceOf(a) },
	"ProtectControlGroups":     func(s *settings, a *unit.Assignment) { s.controlGroups = choiceOf(a) },
	"ProtectHostname":          func(s *settings, a *unit.Assignment) { s.hostname = hostnameOf(a) },
	"Personality":              func(s *settings, a *unit.Assignment) { s.personality = choiceOf(a) },
	"DevicePolicy":             func(s *settings, a *unit.Assignment) { s.devicePolicy = choiceOf(a) },
	"Delegate":                 func(s *settings, a *unit.Assignment) { s.delegate = choiceOf(a) },
	"NotifyAccess":             func(s *settings, a *unit.Assignment) { s.notifyAccess = choiceOf(a) },
	"KillMode":                 func(s *settings, a *unit.Assignment) { s.killMode = choiceOf(a) },
	"Type":                     func(s *settings, a *unit.Assignment) { s.serviceType = choiceOf(a) },
	"StandardInput":            func(s *settings, a *unit.Assignment) { s.standardInput = choiceOf(a) },
	"StandardOutput":           func(s *settings, a *unit.Assignment) { s.standardOutput = choiceOf(a) },
	"StandardError":            func(s *settings, a *unit.Assignment) { s.standardError = choiceOf(a) },
	"ProtectProc":              func(s *settings, a *unit.Assignment) { s.protectProc = choiceOf(a) },
	"ProcSubset":               func(s *settings, a *unit.Assignment) { s.procSubset = choiceOf(a) },
	"MountAPIVFS":              func(s *settings, a *unit.Assignment) { s.mountAPIVFS = choiceOf(a) },
	"PrivateMounts":            func(s *settings, a *unit.Assignment) { s.privateMounts = choiceOf(a) },
	"MountFlags":               func(s *settings, a *unit.Assignment) { s.mountFlags = choiceOf(a) },
	"PrivateUsers":             func(s *settings, a *unit.Assignment) { s.privateUsers = choiceOf(a) },
	"PrivatePIDs":              func(s *settings, a *unit.Assignment) { s.privatePIDs = choiceOf(a) },
	"PrivateBPF":               func(s *settings, a *unit.Assignment) { s.privateBPF = choiceOf(a) },
	"BindLogSockets":           func(s *settings, a *unit.Assignment) { s.bindLogSockets = choiceOf(a) },
	"RuntimeDirectoryPreserve": func(s *settings, a *unit.Assignment) { s.runtimePreserve = choiceOf(a) },

	"User":                 func(s *settings, a *unit.Assignment) { s.user, s.userKnown = s.reader.textOf(a) },
	"Group":                func(s *settings, a *unit.Assignment) { s.group, s.groupKnown = s.reader.textOf(a) },
	"NetworkNamespacePath": func(s *settings, a *unit.Assignment) { s.networkNamespacePath, _ = s.reader.textOf(a) },
	"IPCNamespacePath":     func(s *settings, a *unit.Assignment) { s.ipcNamespacePath, _ = s.reader.textOf(a) },
	"RootDirectory":        func(s *settings, a *unit.Assignment) { s.rootDirectory, _ = s.reader.textOf(a) },
	"RootImage":            func(s *settings, a *unit.Assignment) { s.rootImage, _ = s.reader.textOf(a) },
	"RootMStack":           func(s *settings, a *unit.Assignment) { s.rootMStack, _ = s.reader.textOf(a) },
	"LogNamespace":         func(s *settings, a *unit.Assignment) { s.logNamespace, _ = s.reader.textOf(a) },
}

func (s *settings) readGroups() {
	for _, a := range s.reader.list("SupplementaryGroups") {
		words, _ := value.Split(a.Value, a.Directive.Tokenizer)
		for _, word := range words {
			s.supplementaryGroups = append(s.supplementaryGroups, choice{word: word.Text, by: a})
		}
	}
}

func (s *settings) readCredentials() {
	for _, name := range []string{"LoadCredential", "SetCredential", "ImportCredential"} {
		if a := s.reader.last(name); a != nil {
			s.credentials = a
		}
	}
}

func (s *settings) readPaths() {
	s.readWrite = s.accessPaths("ReadWritePaths")
	s.readOnly = s.accessPaths("ReadOnlyPaths")
	s.inaccessible = s.accessPaths("InaccessiblePaths")
	s.exec = s.accessPaths("ExecPaths")
	s.noExec = s.accessPaths("NoExecPaths")
	for _, a := range s.reader.list("BindPaths") {
		readOnly := a.Directive.Name == "BindReadOnlyPaths"
		for _, b := range a.Verdict.Binds() {
			s.binds = append(s.binds, bind{Bind: b, readOnly: readOnly, by: a})
		}
	}
	for _, a := range s.reader.list("TemporaryFileSystem") {
		for _, t := range a.Verdict.Temporaries() {
			s.temporary = append(s.temporary, temporary{Temporary: t, by: a})
		}
	}
	for _, a := range s.reader.list("MountImages") {
		s.images = append(s.images, readImages(a)...)
	}
	s.extensions = slices.Concat(s.reader.list("ExtensionImages"), s.reader.list("ExtensionDirectories"))
}

func (s *settings) accessPaths(name string) []accessPath {
	var paths []accessPath
	for _, a := range s.reader.list(name) {
		for _, p := range a.Verdict.Paths() {
			paths = append(paths, accessPath{Path: p, by: a})
		}
	}
	return paths
}

// readImages decodes MountImages=: [-]image:destination[:options].
func readImages(a *unit.Assignment) []image {
	var images []image
	words, _ := value.Split(a.Value, a.Directive.Tokenizer)
	for _, word := range words {
		fields := strings.Split(word.Text, ":")
		if len(fields) < 2 || !strings.HasPrefix(fields[1], "/") {
			continue
		}
		images = append(images, image{destination: fields[1], ignore: strings.HasPrefix(fields[0], "-"), by: a})
	}
	return images
}

// managerStreams are links to the standard streams of the process that follows them.
// systemd itself does for the device list, and its own are all /dev/null.
var managerStreams = []string{"/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd/0", "/dev/fd/1", "/dev/fd/2"}

func (s *settings) readDevices() {
	for _, a := range s.reader.list("DeviceAllow") {
		if d, ok := a.Verdict.Device(); ok {
			if slices.Contains(managerStreams, d.Path) {
				d.Path = "/dev/null"
			}
			s.devices = append(s.devices, device{Device: d, by: a})
		}
	}
}

// implyDynamicUser applies what DynamicUser= implies for other settings
// (systemd.exec(5), and unit_patch_contexts() in systemd's own words): a
// private /tmp, a read-only system, and since 242 no_new_privs and no SUID
// files.
func (s *settings) implyDynamicUser() {
	if !s.dynamicUser.on {
		return
	}
	by := s.dynamicUser.by
	version := s.reader.unit.Release.Version
	if !s.privateTmp.enabled() {
		s.privateTmp = choice{word: "yes", by: by}
		if version >= 257 {
			s.privateTmp.word = "disconnected"
		}
	}
	if !s.protectSystem.is("strict") {
		s.protectSystem = choice{word: "strict", by: by}
	}
	if !s.protectHome.enabled() {
		s.protectHome = choice{word: "read-only", by: by}
	}
	if !s.removeIPC.on {
		s.removeIPC = toggle{on: true, by: by}
	}
	if version < 242 {
		return
	}
	if !s.noNewPrivileges.on {
		s.noNewPrivileges = toggle{on: true, by: by}
	}
	if !s.suidSGID.on {
		s.suidSGID = toggle{on: true, by: by}
	}
}
