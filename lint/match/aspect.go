package match

// Aspect says in which respect a need is not met.
type Aspect string

// The aspects.
const (
	NotWritable       Aspect = "not-writable"
	Hidden            Aspect = "hidden"
	HomeHidden        Aspect = "home-hidden"
	TmpHidden         Aspect = "tmp-hidden"
	FilesLost         Aspect = "files-lost"
	ProcHidden        Aspect = "proc-hidden"
	NotExecutable     Aspect = "not-executable"
	CapabilityMissing Aspect = "capability-missing"
	PortDenied        Aspect = "port-denied"
	FamilyDenied      Aspect = "family-denied"
	CallFiltered      Aspect = "call-filtered"
	NetworkIsolated   Aspect = "network-isolated"
	WriteExecuteDeny  Aspect = "write-execute-denied"
	NamespaceDenied   Aspect = "namespace-denied"
	DeviceHidden      Aspect = "device-hidden"
	GroupMissing      Aspect = "group-missing"
	PrivilegesKept    Aspect = "privileges-kept"
	MountsKept        Aspect = "mounts-kept"
	KernelProtected   Aspect = "kernel-protected"
	HostnameKept      Aspect = "hostname-kept"
	GroupsProtected   Aspect = "control-groups-protected"
	SchedulingDenied  Aspect = "scheduling-denied"
	ModeBitsDenied    Aspect = "mode-bits-denied"
	WrongUser         Aspect = "wrong-user"
	DirectoryMissing  Aspect = "directory-missing"
	LimitTooSmall     Aspect = "limit-too-small"
	PersonalityLocked Aspect = "personality-locked"
	ForeignCallDenied Aspect = "foreign-call-denied"
	KeyringPrivate    Aspect = "keyring-private"
	ChildrenUnheard   Aspect = "children-unheard"
	ChildrenEnded     Aspect = "children-ended"
	ChildrenSignalled Aspect = "children-signalled"
	MemoryNotLocked   Aspect = "memory-not-locked"
	IPCIsolated       Aspect = "ipc-isolated"
	ClientsUnknown    Aspect = "clients-unknown"
	FilesClosed       Aspect = "files-closed"
)
