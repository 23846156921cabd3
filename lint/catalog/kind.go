package catalog

// Kind names the grammar of a value; package value implements one for each.
type Kind string

// The kinds, with the form of the value and the meaning of Directive.Param.
const (
	KindBoolean              Kind = "boolean"               // yes, no, 1, 0, true, false, on, off and their prefixes as parse_boolean takes them
	KindTristate             Kind = "tristate"              // a boolean, or empty for unset
	KindEnum                 Kind = "enum"                  // a word of the enum named by Param, see EnumValues
	KindMode                 Kind = "mode"                  // an octal file mode
	KindInteger              Kind = "integer"               // a signed integer; Param is its range, "long", or empty for 32 bits
	KindUnsigned             Kind = "unsigned"              // an unsigned integer; Param "infinity" allows that word
	KindTimespan             Kind = "timespan"              // a time span; Param "zero-is-infinity", "at-least-1s", "nanoseconds", "infinity-when-empty"
	KindBytes                Kind = "bytes"                 // a size, base 1024
	KindMemoryLimit          Kind = "memory-limit"          // a size, a percentage or infinity
	KindQuota                Kind = "quota"                 // a size, a percentage or off
	KindResourceLimit        Kind = "resource-limit"        // soft[:hard]; Param is the unit: bytes, count, seconds, microseconds, nice
	KindWeight               Kind = "weight"                // a number in the range of Param, which may also name "idle"
	KindTasksMax             Kind = "tasks-max"             // a count, a percentage or infinity
	KindPercentage           Kind = "percentage"            // a percentage; Param "permyriad" or "unbounded"
	KindString               Kind = "string"                // any text; Param "reboot" for arguments of reboot
	KindPath                 Kind = "path"                  // one absolute path
	KindPathList             Kind = "path-list"             // absolute paths; Param "prefixes" takes - and + before each, "colons" separates by colons
	KindWatchedPath          Kind = "watched-path"          // the path of a path unit; Param is the directive
	KindPIDFile              Kind = "pid-file"              // a path, a relative one is below /run
	KindWorkingDirectory     Kind = "working-directory"     // [-]path or ~
	KindEnvironmentFile      Kind = "environment-file"      // [-]path, may glob
	KindDirectories          Kind = "directories"           // names of directories below a fixed parent
	KindBindPaths            Kind = "bind-paths"            // [-]source[:destination[:options]]
	KindTemporaryFilesystems Kind = "temporary-filesystems" // path[:options]
	KindMountImages          Kind = "mount-images"          // [-]source:destination[:options]
	KindExtensionImages      Kind = "extension-images"      // [-]path[:options]
	KindImageOptions         Kind = "image-options"         // [partition:]mount options
	KindImagePolicy          Kind = "image-policy"          // an image policy
	KindMountNode            Kind = "mount-node"            // a device, fstab node or source of a mount
	KindOpenFile             Kind = "open-file"             // path[:name[:options]]
	KindRootHash             Kind = "root-hash"             // a hash in hexadecimal or a path
	KindRootHashSignature    Kind = "root-hash-signature"   // a path or base64:data
	KindExec                 Kind = "exec"                  // command lines
	KindUser                 Kind = "user"                  // a user's name or number
	KindGroup                Kind = "group"                 // a group's name or number
	KindGroupList            Kind = "group-list"            // groups' names or numbers
	KindCapabilitySet        Kind = "capability-set"        // capabilities, ~ inverts
	KindSyscallFilter        Kind = "syscall-filter"        // system calls and groups, ~ inverts; Param "log" for SystemCallLog=
	KindAddressFamilies      Kind = "address-families"      // address families, ~ inverts, or none
	KindNamespaceFlags       Kind = "namespace-flags"       // a boolean or namespace types, ~ inverts; Param is the directive
	KindArchitectureList     Kind = "architecture-list"     // words of the enum SystemCallArchitecture
	KindFilesystems          Kind = "filesystems"           // file system names and groups, ~ inverts
	KindErrno                Kind = "errno"                 // an error's name or number, or kill
	KindSecurebits           Kind = "securebits"            // words of the enum SecureBits
	KindSecurityLabel        Kind = "security-label"        // [-]label; Param "apparmor", "selinux" or "smack"
	KindSignal               Kind = "signal"                // a signal's name or number
	KindExitStatusList       Kind = "exit-status-list"      // exit statuses and signals
	KindEnvironment          Kind = "environment"           // assignments of variables
	KindEnvironmentNames     Kind = "environment-names"     // names of variables
	KindUnsetEnvironment     Kind = "unset-environment"     // names or assignments of variables
	KindJournalFields        Kind = "journal-fields"        // assignments of journal fields
	KindJournalNamespace     Kind = "journal-namespace"     // the name of a journal namespace
	KindFilterPattern        Kind = "filter-pattern"        // a regular expression, ~ denies
	KindStandardInput        Kind = "standard-input"        // a word of the enum StandardInput, fd:name, file:path
	KindStandardOutput       Kind = "standard-output"       // a word of the enum StandardOutput, fd:name, file:, append: or truncate: and a path
	KindBase64               Kind = "base64"                // base64 data
	KindEscapedText          Kind = "escaped-text"          // text with C escapes
	KindSetCredential        Kind = "set-credential"        // name:data; Param "encrypted" for base64
	KindLoadCredential       Kind = "load-credential"       // name[:path]
	KindImportCredential     Kind = "import-credential"     // name or glob[:new name]
	KindUnit                 Kind = "unit"                  // one unit; Param is the type that it must have, or empty
	KindUnitList             Kind = "unit-list"             // units; Param "socket", "obsolete" or "alias"
	KindInstanceName         Kind = "instance-name"         // the instance of a template
	KindCondition            Kind = "condition"             // [|][!]value; Param is the condition's name without Condition or Assert
	KindConditionPath        Kind = "condition-path"        // [|][!]path; Param as for condition
	KindTimer                Kind = "timer"                 // a time span, or with Param "calendar" a calendar expression
	KindURLList              Kind = "url-list"              // URLs
	KindDBusName             Kind = "dbus-name"             // a well-known bus name
	KindFDName               Kind = "fd-name"               // a name for file descriptors
	KindSocketAddress        Kind = "socket-address"        // what a socket listens on; Param is the directive without Listen
	KindSocketBindRule       Kind = "socket-bind-rule"      // [family:][protocol:]port
	KindIPPrefixes           Kind = "ip-prefixes"           // addresses and prefixes
	KindInterfaceName        Kind = "interface-name"        // a network interface; Param "star" takes * as well
	KindInterfaceNames       Kind = "interface-names"       // network interfaces, ~ inverts
	KindNFTSet               Kind = "nft-set"               // source:family:table:set
	KindXattr                Kind = "xattr"                 // name=value
	KindDeviceAllow          Kind = "device-allow"          // device node or class, then access letters
	KindDeviceLimit          Kind = "device-limit"          // device, then a limit; Param "bytes" or "bytes-or-infinity"
	KindDeviceWeight         Kind = "device-weight"         // device, then a weight in the range of Param
	KindDeviceTimespan       Kind = "device-timespan"       // device, then a time span
	KindCPUSet               Kind = "cpu-set"               // numbers and ranges; Param "numa" or "all" is a word that is taken as well
	KindControllers          Kind = "controllers"           // control group controllers, words of the enum Controllers
	KindDelegate             Kind = "delegate"              // a boolean or controllers
	KindCGroupName           Kind = "cgroup-name"           // the name of a control group
	KindCoredumpFilter       Kind = "coredump-filter"       // words of the enum CoredumpFilter, a mask, default or all
	KindBPFProgram           Kind = "bpf-program"           // attach type:path
	KindBPFNames             Kind = "bpf-names"             // names with commas or any; Param "attachments", "commands", "maps" or "programs"
	KindOOMRules             Kind = "oom-rules"             // names of rules of the OOM killer
	KindRefreshOnReload      Kind = "refresh-on-reload"     // a boolean or words of the enum RefreshOnReload
	KindSessionNames         Kind = "session-names"         // names of sessions that keep file descriptors over an update
	KindRemoved              Kind = "removed"               // nothing: the key lost its meaning before the oldest release
)
