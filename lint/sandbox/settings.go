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
// through what the unit sets, which is less than all that it could.
func readSettings(u *unit.Unit) *settings {
	s := &settings{reader: newReader(u), userKnown: true, groupKnown: true}
	for _, set := range u.Settings {
		if set.Section == s.reader.section {
			s.read(set)
		}
	}
	for _, a := range u.All("Unit", "JoinsNamespaceOf") {
		s.joinsNamespaceOf = a
	}
	s.imply()
	return s
}

// settingsWith is readSettings for a unit in memory, given the settings of the one that
// lines were added to: a sandbox is made for each round of each search for advice. They are
// put into spare ones.
func settingsWith(own *settings, u *unit.Unit, s *settings) *settings {
	if own.reader.unit != u.Base() || own.dynamicUser.on {
		return readSettings(u)
	}
	*s = *own
	s.reader.unit = u
	for set := range u.Added {
		if set.Section != s.reader.section || !s.read(set) {
			return readSettings(u)
		}
	}
	s.imply()
	return s
}

// read takes a setting over, and tells whether it could: one that was given back its default
// may have had another value before.
func (s *settings) read(set *unit.Setting) bool {
	switch r := settingReaders[set.List]; {
	case r.one != nil:
		a := lastOf(set.Values)
		if a == nil {
			return false
		}
		r.one(s, a)
	case r.all != nil:
		r.all(s)
	}
	return true
}

// imply applies what settings imply for others.
func (s *settings) imply() {
	if strings.Trim(s.rootDirectory.word, "/") == "" {
		s.rootDirectory = choice{}
	}
	s.implyDynamicUser()
}

// settingReader takes a setting over: one takes the assignment that decides it, all takes
// what its list holds.
type settingReader struct {
	one func(*settings, *unit.Assignment)
	all func(*settings)
}

// settingReaders are by the catalogue's name.
var settingReaders = map[string]settingReader{
	"DynamicUser":            one(func(s *settings, a *unit.Assignment) { s.dynamicUser = toggleOf(a) }),
	"PermissionsStartOnly":   one(func(s *settings, a *unit.Assignment) { s.permissionsStartOnly = toggleOf(a) }),
	"RootDirectoryStartOnly": one(func(s *settings, a *unit.Assignment) { s.rootStartOnly = toggleOf(a) }),
	"NoNewPrivileges":        one(func(s *settings, a *unit.Assignment) { s.noNewPrivileges = toggleOf(a) }),
	"RemoveIPC":              one(func(s *settings, a *unit.Assignment) { s.removeIPC = toggleOf(a) }),
	"PrivateDevices":         one(func(s *settings, a *unit.Assignment) { s.privateDevices = toggleOf(a) }),
	"ProtectKernelTunables":  one(func(s *settings, a *unit.Assignment) { s.tunables = toggleOf(a) }),
	"ProtectKernelModules":   one(func(s *settings, a *unit.Assignment) { s.modules = toggleOf(a) }),
	"ProtectKernelLogs":      one(func(s *settings, a *unit.Assignment) { s.logs = toggleOf(a) }),
	"ProtectClock":           one(func(s *settings, a *unit.Assignment) { s.clock = toggleOf(a) }),
	"RestrictRealtime":       one(func(s *settings, a *unit.Assignment) { s.realtime = toggleOf(a) }),
	"RestrictSUIDSGID":       one(func(s *settings, a *unit.Assignment) { s.suidSGID = toggleOf(a) }),
	"LockPersonality":        one(func(s *settings, a *unit.Assignment) { s.lockPersonality = toggleOf(a) }),
	"MemoryDenyWriteExecute": one(func(s *settings, a *unit.Assignment) { s.memoryDenyWriteExecute = toggleOf(a) }),
	"PrivateNetwork":         one(func(s *settings, a *unit.Assignment) { s.privateNetwork = toggleOf(a) }),
	"PrivateIPC":             one(func(s *settings, a *unit.Assignment) { s.privateIPC = toggleOf(a) }),

	"KeyringMode":              one(func(s *settings, a *unit.Assignment) { s.keyring = choiceOf(a) }),
	"ProtectSystem":            one(func(s *settings, a *unit.Assignment) { s.protectSystem = choiceOf(a) }),
	"ProtectHome":              one(func(s *settings, a *unit.Assignment) { s.protectHome = choiceOf(a) }),
	"PrivateTmp":               one(func(s *settings, a *unit.Assignment) { s.privateTmp = choiceOf(a) }),
	"ProtectControlGroups":     one(func(s *settings, a *unit.Assignment) { s.controlGroups = choiceOf(a) }),
	"ProtectHostname":          one(func(s *settings, a *unit.Assignment) { s.hostname = hostnameOf(a) }),
	"Personality":              one(func(s *settings, a *unit.Assignment) { s.personality = choiceOf(a) }),
	"DevicePolicy":             one(func(s *settings, a *unit.Assignment) { s.devicePolicy = choiceOf(a) }),
	"Delegate":                 one(func(s *settings, a *unit.Assignment) { s.delegate = choiceOf(a) }),
	"NotifyAccess":             one(func(s *settings, a *unit.Assignment) { s.notifyAccess = choiceOf(a) }),
	"KillMode":                 one(func(s *settings, a *unit.Assignment) { s.killMode = choiceOf(a) }),
	"Type":                     one(func(s *settings, a *unit.Assignment) { s.serviceType = choiceOf(a) }),
	"StandardInput":            one(func(s *settings, a *unit.Assignment) { s.standardInput = choiceOf(a) }),
	"StandardOutput":           one(func(s *settings, a *unit.Assignment) { s.standardOutput = choiceOf(a) }),
	"StandardError":            one(func(s *settings, a *unit.Assignment) { s.standardError = choiceOf(a) }),
	"ProtectProc":              one(func(s *settings, a *unit.Assignment) { s.protectProc = choiceOf(a) }),
	"ProcSubset":               one(func(s *settings, a *unit.Assignment) { s.procSubset = choiceOf(a) }),
	"MountAPIVFS":              one(func(s *settings, a *unit.Assignment) { s.mountAPIVFS = choiceOf(a) }),
	"PrivateMounts":            one(func(s *settings, a *unit.Assignment) { s.privateMounts = choiceOf(a) }),
	"MountFlags":               one(func(s *settings, a *unit.Assignment) { s.mountFlags = choiceOf(a) }),
	"PrivateUsers":             one(func(s *settings, a *unit.Assignment) { s.privateUsers = choiceOf(a) }),
	"PrivatePIDs":              one(func(s *settings, a *unit.Assignment) { s.privatePIDs = choiceOf(a) }),
	"PrivateBPF":               one(func(s *settings, a *unit.Assignment) { s.privateBPF = choiceOf(a) }),
	"BindLogSockets":           one(func(s *settings, a *unit.Assignment) { s.bindLogSockets = choiceOf(a) }),
	"RuntimeDirectoryPreserve": one(func(s *settings, a *unit.Assignment) { s.runtimePreserve = choiceOf(a) }),

	"User":                 one(func(s *settings, a *unit.Assignment) { s.user, s.userKnown = s.reader.textOf(a) }),
	"Group":                one(func(s *settings, a *unit.Assignment) { s.group, s.groupKnown = s.reader.textOf(a) }),
	"NetworkNamespacePath": one(func(s *settings, a *unit.Assignment) { s.networkNamespacePath, _ = s.reader.textOf(a) }),
	"IPCNamespacePath":     one(func(s *settings, a *unit.Assignment) { s.ipcNamespacePath, _ = s.reader.textOf(a) }),
	"RootDirectory":        one(func(s *settings, a *unit.Assignment) { s.rootDirectory, _ = s.reader.textOf(a) }),
	"RootImage":            one(func(s *settings, a *unit.Assignment) { s.rootImage, _ = s.reader.textOf(a) }),
	"RootMStack":           one(func(s *settings, a *unit.Assignment) { s.rootMStack, _ = s.reader.textOf(a) }),
	"LogNamespace":         one(func(s *settings, a *unit.Assignment) { s.logNamespace, _ = s.reader.textOf(a) }),

	"SupplementaryGroups":    all((*settings).readGroups),
	"LoadCredential":         all((*settings).readCredentials),
	"SetCredential":          all((*settings).readCredentials),
	"ImportCredential":       all((*settings).readCredentials),
	"ReadWritePaths":         all(func(s *settings) { s.readWrite = s.accessPaths("ReadWritePaths") }),
	"ReadOnlyPaths":          all(func(s *settings) { s.readOnly = s.accessPaths("ReadOnlyPaths") }),
	"InaccessiblePaths":      all(func(s *settings) { s.inaccessible = s.accessPaths("InaccessiblePaths") }),
	"ExecPaths":              all(func(s *settings) { s.exec = s.accessPaths("ExecPaths") }),
	"NoExecPaths":            all(func(s *settings) { s.noExec = s.accessPaths("NoExecPaths") }),
	"BindPaths":              all((*settings).readBinds),
	"TemporaryFileSystem":    all((*settings).readTemporary),
	"MountImages":            all((*settings).readMountImages),
	"ExtensionImages":        all((*settings).readExtensions),
	"ExtensionDirectories":   all((*settings).readExtensions),
	"DeviceAllow":            all((*settings).readDevices),
	"RuntimeDirectory":       all((*settings).readDirectories),
	"StateDirectory":         all((*settings).readDirectories),
	"CacheDirectory":         all((*settings).readDirectories),
	"LogsDirectory":          all((*settings).readDirectories),
	"ConfigurationDirectory": all((*settings).readDirectories),
}

func one(read func(*settings, *unit.Assignment)) settingReader { return settingReader{one: read} }

func all(read func(*settings)) settingReader { return settingReader{all: read} }

func (s *settings) readGroups() {
	s.supplementaryGroups = nil
	for _, a := range s.reader.list("SupplementaryGroups") {
		words, _ := value.Split(a.Value, a.Directive.Tokenizer)
		for _, word := range words {
			s.supplementaryGroups = append(s.supplementaryGroups, choice{word: word.Text, by: a})
		}
	}
}

func (s *settings) readCredentials() {
	s.credentials = nil
	for _, name := range []string{"LoadCredential", "SetCredential", "ImportCredential"} {
		if a := s.reader.last(name); a != nil {
			s.credentials = a
		}
	}
}

func (s *settings) readBinds() {
	s.binds = nil
	for _, a := range s.reader.list("BindPaths") {
		readOnly := a.Directive.Name == "BindReadOnlyPaths"
		for _, b := range a.Verdict.Binds() {
			s.binds = append(s.binds, bind{Bind: b, readOnly: readOnly, by: a})
		}
	}
}

func (s *settings) readTemporary() {
	s.temporary = nil
	for _, a := range s.reader.list("TemporaryFileSystem") {
		for _, t := range a.Verdict.Temporaries() {
			s.temporary = append(s.temporary, temporary{Temporary: t, by: a})
		}
	}
}

func (s *settings) readMountImages() {
	s.images = nil
	for _, a := range s.reader.list("MountImages") {
		s.images = append(s.images, readImages(a)...)
	}
}

func (s *settings) readExtensions() {
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
	s.devices = nil
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
