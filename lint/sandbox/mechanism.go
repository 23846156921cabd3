package sandbox

// Mechanism is what of the sandbox refuses something.
type Mechanism uint8

// The mechanisms (systemd.exec(5), systemd.resource-control(5)).
const (
	ByNothing          Mechanism = iota
	ByAbsence                    // the file is missing, whatever the sandbox does
	ByReadOnlyMount              // the mount is read-only
	ByHiddenMount                // the path is inaccessible, empty or replaced
	ByHiddenHome                 // the same of home directories
	ByPrivateTmp                 // /tmp and /var/tmp are the unit's own
	ByPrivateDevices             // /dev holds pseudo devices alone
	ByKernelProtection           // a file of the kernel is inaccessible
	ByProcessView                // /proc hides processes, or what is no process
	ByNoExecMount                // nothing can be executed from the mount
	ByIdentity                   // the user is not whom the permissions let in, or holds no capabilities
	ByCapability                 // a capability is not held that root would hold
	ByOwner                      // the file belongs to another user, which root lacks the capability to override
	ByUserNamespace              // users and capabilities count in a user namespace of the unit's own alone
	ByNoNewPrivileges            // execve gives no privileges
	ByFilter                     // SystemCallFilter= refuses the system call
	ByImpliedFilter              // a filter that another setting installs refuses it
	ByAddressFamily              // sockets of the address family are refused
	ByNetworkNamespace           // the network is the unit's own
	ByPacketFilter               // packets are dropped
	BySocketBind                 // binding the port is refused
	ByDeviceList                 // the control group's list of devices lacks it
	ByMemoryProtection           // memory is not writable and executable
	ByScheduling                 // real-time policies are refused
	ByModeBits                   // set-ID bits are refused
	ByNamespaceFilter            // namespaces of the type are refused
	ByHostName                   // the host name is the unit's own
	ByKeyring                    // the session keyring is the unit's own
	ByIPCNamespace               // IPC objects are the unit's own
	ByIPCRemoval                 // IPC objects go when the service stops
	ByFileMode                   // new files are closed to others
	ByArchitecture               // system calls of the architecture are refused
	ByMountNamespace             // mounts do not reach the host
	ByLimit                      // a limit is too low
	ByNotifyAccess               // systemd does not listen to the process
	ByKillMode                   // systemd ends or signals all processes at once
	BySetup                      // systemd cannot set up what the program is to run in
)

// Hides tells that a file is there and something in its place is seen.
func (m Mechanism) Hides() bool {
	switch m {
	case ByHiddenMount, ByHiddenHome, ByPrivateTmp, ByPrivateDevices, ByKernelProtection, ByProcessView:
		return true
	default:
		return false
	}
}
