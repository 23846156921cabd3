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

// readSettings reads what the sandbox depends on and applies DynamicUser=.
func readSettings(u *unit.Unit) *settings {
	r := newReader(u)
	s := &settings{reader: r}
	s.readIdentity()
	s.readProtections()
	s.readNamespaces()
	s.readPaths()
	s.directories = readDirectories(r)
	s.indexDirectories()
	s.readDevices()
	s.implyDynamicUser()
	return s
}

func (s *settings) readIdentity() {
	r := s.reader
	s.user, s.userKnown = r.text("User")
	s.group, s.groupKnown = r.text("Group")
	for _, a := range r.list("SupplementaryGroups") {
		words, _ := value.Split(a.Value, a.Directive.Tokenizer)
		for _, word := range words {
			s.supplementaryGroups = append(s.supplementaryGroups, choice{word: word.Text, by: a})
		}
	}
	s.dynamicUser = r.toggle("DynamicUser")
	s.permissionsStartOnly = r.toggle("PermissionsStartOnly")
	s.rootStartOnly = r.toggle("RootDirectoryStartOnly")
	s.noNewPrivileges = r.toggle("NoNewPrivileges")
	s.removeIPC = r.toggle("RemoveIPC")
	s.keyring = r.choice("KeyringMode")
}

func (s *settings) readProtections() {
	r := s.reader
	s.protectSystem = r.choice("ProtectSystem")
	s.protectHome = r.choice("ProtectHome")
	s.privateTmp = r.choice("PrivateTmp")
	s.privateDevices = r.toggle("PrivateDevices")
	s.tunables = r.toggle("ProtectKernelTunables")
	s.modules = r.toggle("ProtectKernelModules")
	s.logs = r.toggle("ProtectKernelLogs")
	s.clock = r.toggle("ProtectClock")
	s.controlGroups = r.choice("ProtectControlGroups")
	s.hostname = r.choice("ProtectHostname")
	// ProtectHostname=private:NAME names the host as well (258).
	s.hostname.word, _, _ = strings.Cut(s.hostname.word, ":")
	s.realtime = r.toggle("RestrictRealtime")
	s.suidSGID = r.toggle("RestrictSUIDSGID")
	s.lockPersonality = r.toggle("LockPersonality")
	s.memoryDenyWriteExecute = r.toggle("MemoryDenyWriteExecute")
	s.personality = r.choice("Personality")
	s.devicePolicy = r.choice("DevicePolicy")
	s.delegate = r.choice("Delegate")
	s.notifyAccess = r.choice("NotifyAccess")
	s.serviceType = r.choice("Type")
	s.standardInput = r.choice("StandardInput")
	s.standardOutput = r.choice("StandardOutput")
	s.standardError = r.choice("StandardError")
}

func (s *settings) readNamespaces() {
	r := s.reader
	s.protectProc = r.choice("ProtectProc")
	s.procSubset = r.choice("ProcSubset")
	s.mountAPIVFS = r.choice("MountAPIVFS")
	s.privateMounts = r.choice("PrivateMounts")
	s.mountFlags = r.choice("MountFlags")
	s.privateUsers = r.choice("PrivateUsers")
	s.privateNetwork = r.toggle("PrivateNetwork")
	s.networkNamespacePath, _ = r.text("NetworkNamespacePath")
	s.privateIPC = r.toggle("PrivateIPC")
	s.ipcNamespacePath, _ = r.text("IPCNamespacePath")
	s.privatePIDs = r.choice("PrivatePIDs")
	s.privateBPF = r.choice("PrivateBPF")
	s.rootDirectory, _ = r.text("RootDirectory")
	if strings.Trim(s.rootDirectory.word, "/") == "" {
		s.rootDirectory = choice{}
	}
	s.rootImage, _ = r.text("RootImage")
	s.rootMStack, _ = r.text("RootMStack")
	s.logNamespace, _ = r.text("LogNamespace")
	s.bindLogSockets = r.choice("BindLogSockets")
	s.runtimePreserve = r.choice("RuntimeDirectoryPreserve")
	for _, name := range []string{"LoadCredential", "SetCredential", "ImportCredential"} {
		if a := r.last(name); a != nil {
			s.credentials = a
		}
	}
	for _, a := range r.unit.All("Unit", "JoinsNamespaceOf") {
		s.joinsNamespaceOf = a
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

func (s *settings) readDevices() {
	for _, a := range s.reader.list("DeviceAllow") {
		if d, ok := a.Verdict.Device(); ok {
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
