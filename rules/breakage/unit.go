package breakage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/wording"
)

// noDevices are names below /dev of which none is a device on Linux: systemd passes
// over them in DeviceAllow=, and no service misses a node.
var noDevices = []string{"/dev/log", "/dev/syslog", "/dev/initctl", "/dev/shm", "/dev/mqueue", "/dev/hugepages"}

// DeviceNodeMissing flags devices that are allowed and have no node.
var DeviceNodeMissing = rule(lint.Rule{
	ID: "device-node-missing", Summary: "A device is allowed whose node PrivateDevices= takes away",
	Severity: finding.Error,
	Fixes:    finding.UnsafeFixes("It shows the service every device of the host; DeviceAllow= alone restricts them then."),
	Doc: lint.Doc{
		Text: `DeviceAllow= permits to open a device node, it does not make one. PrivateDevices= gives the service a /dev that
holds pseudo-devices only, so that a real device cannot be opened there, allowed or not.`,
		Symptom:    "'No such file or directory' for the device.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\nPrivateDevices=yes\nDeviceAllow=/dev/dri/renderD128 rw\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nDevicePolicy=closed\nDeviceAllow=/dev/dri/renderD128 rw\n",
		Fix:        "Sets 'PrivateDevices=no'; DeviceAllow= still restricts the devices.",
		References: []string{"systemd.exec(5)", "systemd.resource-control(5)"},
	},
	Check: checkDeviceNodes,
})

// isForCredentials tells that a device is the TPM and is allowed so that credentials may be decrypted with
// it, which systemd does before the service has a /dev of its own (systemd.exec(5)).
func isForCredentials(u *unit.Unit, node string) bool {
	return strings.HasPrefix(node, "/dev/tpm") && slices.ContainsFunc(encrypted, func(directive string) bool { return u.Last(u.ExecSection(), directive) != nil })
}

// encrypted are the directives whose credentials may be encrypted.
var encrypted = []string{"ImportCredential", "LoadCredentialEncrypted", "SetCredentialEncrypted"}

func checkDeviceNodes(p *lint.Pass) {
	if !runnable(p) {
		return
	}
	private := p.Unit.Last(p.Unit.ExecSection(), "PrivateDevices")
	for _, a := range p.Unit.All(p.Unit.ExecSection(), "DeviceAllow") {
		node, _, _ := strings.Cut(a.Value, " ")
		if private == nil || !strings.HasPrefix(node, "/dev/") || strings.ContainsAny(node, "%*?[") || slices.Contains(noDevices, node) {
			continue
		}
		v := p.Sandbox().Main().Device(node)
		if !v.Denies() || v.Mechanism != sandbox.ByPrivateDevices || isForCredentials(p.Unit, node) {
			continue
		}
		p.Report(finding.Finding{
			Directive: private.Key, Range: private.Range(),
			Message: fmt.Sprintf("%s leaves no node for %s, which 'DeviceAllow=' allows.", wording.Setting(private), node),
			Symptom: "The service runs and does not find the device (" + v.Error + ").",
			Related: []finding.Related{{Range: a.Range(), Message: "allows a device whose node is not there"}},
			Fix: &finding.Fix{Title: "Set 'PrivateDevices=no'", Edits: []finding.Edit{
				{Range: private.ValueRange(), NewText: "no"},
			}},
			Advice: "Use 'PrivateDevices=no' with 'DevicePolicy=closed'.",
		})
		return
	}
}

// UserManagerNamespace flags namespaces that a user's manager may not be able to make.
var UserManagerNamespace = rule(lint.Rule{
	ID: "user-manager-namespace", Summary: "A user unit needs a mount namespace that the host may refuse",
	Severity: finding.Warning, Confidence: finding.Likely,
	Doc: lint.Doc{
		Text: `A user's service manager can make a mount namespace only inside of a user namespace, and makes one on its own
from systemd 254 on; before, only with PrivateUsers=yes. Where it has none, systemd passes over settings that close or hide something,
such as ProtectSystem=, without a word: the service runs unprotected. Settings that show other files in place of some,
such as TemporaryFileSystem= or BindPaths= to another place, keep it from starting. For a distribution whose kernel lets ordinary
users make user namespaces the finding is a note: it holds for hosts that their administrator has closed.`,
		Symptom:    "None: the service runs without the protection. Or status=226/NAMESPACE.",
		Bad:        "-- usr/lib/systemd/user/example.service --\n[Service]\nExecStart=/usr/bin/example\nPrivateTmp=yes\n",
		Good:       "-- usr/lib/systemd/user/example.service --\n[Service]\nExecStart=/usr/bin/example\nNoNewPrivileges=yes\n",
		Fix:        "None is mechanical: leave such directives out of user units, or accept that they need user namespaces.",
		References: []string{"systemd.exec(5)", "https://github.com/systemd/systemd/releases/tag/v254", "https://github.com/block/buzz/issues/5670"},
	},
	Check: checkUserManager,
})

func checkUserManager(p *lint.Pass) {
	if p.Unit.Scope != locate.User || !runnable(p) || p.Unit.Value(p.Unit.ExecSection(), "PrivateUsers") != "" {
		return
	}
	v := p.Sandbox().Main().HostMounts()
	if v.Answer != sandbox.No || v.Cause() == nil {
		return
	}
	by, effect, symptom := v.Cause(), "runs without it", "The service is not protected, and systemd does not say so"
	rearranges := p.Sandbox().Main().Rearranges()
	if rearranges != nil {
		by, effect, symptom = rearranges, "does not start", "The service fails to start (226/NAMESPACE)"
	}
	severity, only := finding.Warning, "where unprivileged user namespaces are allowed: elsewhere"
	closed, older := p.Target.ClosedUserNamespaces, p.Unit.Release.Version < sandbox.UserNamespacesImplied
	switch {
	case older:
		only = fmt.Sprintf("with 'PrivateUsers=yes' before systemd %d:", sandbox.UserNamespacesImplied)
	case closed != "":
		symptom += ": " + closed
	default:
		symptom += " on hosts without them"
	}
	if closed == "" && p.Target.Family != "" && (rearranges == nil || !older) {
		// The distribution lets its users: what fails is a host that was closed.
		severity = finding.Note
	}
	p.Report(finding.Finding{
		Severity: severity, Directive: by.Key, Range: by.Range(),
		Message: fmt.Sprintf("%s needs a mount namespace, which a user's manager can make only %s the service %s.", wording.Setting(by), only, effect),
		Symptom: symptom + ".",
		Advice:  "Leave directives that need mounts out of user units; 'PrivateUsers=yes' says that the unit relies on user namespaces.",
	})
}

// UserManagerScheduling flags scheduling that a user's manager may not be able to give.
var UserManagerScheduling = rule(lint.Rule{
	ID: "user-manager-scheduling", Summary: "A user unit asks for real-time scheduling that the host may refuse",
	Severity: finding.Warning, Confidence: finding.Likely,
	Doc: lint.Doc{
		Text: `Real-time scheduling takes CAP_SYS_NICE, or for the processor a limit (RLIMIT_RTPRIO) that the user's service manager has
been given: LimitRTPRIO= in the unit cannot raise it. Without, a user unit with CPUSchedulingPolicy=rr does not start.`,
		Symptom:    "status=214/SETSCHEDULER or 211/IOPRIO on hosts that give their users no such limit.",
		Bad:        "-- usr/lib/systemd/user/example.service --\n[Service]\nExecStart=/usr/bin/example\nCPUSchedulingPolicy=rr\n",
		Good:       "-- usr/lib/systemd/user/example.service --\n[Service]\nExecStart=/usr/bin/example\nCPUSchedulingPolicy=batch\n",
		Fix:        "None is mechanical: let the program ask rtkit for real-time scheduling, or raise the limit of user@.service.",
		References: []string{"systemd.exec(5)", "sched(7)"},
	},
	Check: checkUserScheduling,
})

// realtimePolicies are the values that ask for real-time scheduling, with the
// exit status where that is refused (systemd.exec(5)).
var realtimePolicies = []struct {
	directive, status string
	values            []string
}{
	{"CPUSchedulingPolicy", "214/SETSCHEDULER", []string{"fifo", "rr"}},
	{"IOSchedulingClass", "211/IOPRIO", []string{"realtime", "1"}},
}

func checkUserScheduling(p *lint.Pass) {
	if p.Unit.Scope != locate.User || !runnable(p) {
		return
	}
	for _, policy := range realtimePolicies {
		a := p.Unit.Last(p.Unit.ExecSection(), policy.directive)
		if a == nil || !slices.Contains(policy.values, a.Value) {
			continue
		}
		p.Report(finding.Finding{
			Directive: a.Key, Range: a.Range(),
			Message: fmt.Sprintf("%s asks for what a user's manager may give only where the host lets it.", wording.Setting(a)),
			Symptom: "The service fails to start (" + policy.status + ") on other hosts.",
			Advice:  "Let the program ask rtkit for real-time scheduling, or raise the limit of user@.service along with it.",
		})
	}
}

// ProcessLimitShared flags limits of processes that instances or services of one user share.
var ProcessLimitShared = rule(lint.Rule{
	ID: "process-limit-shared", Summary: "A small LimitNPROC= counts the processes of all instances, or of all services of a shared user",
	Severity: finding.Warning, Confidence: finding.Likely,
	Fixes: finding.UnsafeFixes("The two limits count different things, so that the number may have to change."),
	Doc: lint.Doc{
		Text: `LimitNPROC= is a limit of the user, not of the unit: the kernel counts every process and thread that the user has.
The instances of a template that share a user share the limit too; the next one cannot fork. The same holds for services
that run as an account which distributions give to several of them, such as www-data: as soon as the web server and its
applications together have as many threads, this service cannot start another one.`,
		Symptom:    "'Resource temporarily unavailable' (EAGAIN) from fork in some instances, or a crash of the run-time.",
		Bad:        "[Service]\nUser=daemon\nExecStart=/usr/sbin/example --config=%i.conf\nLimitNPROC=10\n",
		Good:       "[Service]\nUser=daemon\nExecStart=/usr/sbin/example --config=%i.conf\nTasksMax=10\n",
		Unit:       "example@.service",
		Fix:        "Replaces LimitNPROC= by TasksMax=, which counts the unit's own processes.",
		References: []string{"systemd.exec(5)", "setrlimit(2)", "https://github.com/tmpim/casket/pull/23"},
	},
	Check: checkProcessLimit,
})

const (
	// fewProcesses is a limit that a handful of instances with helpers reaches.
	fewProcesses = 64
	// fewThreads is one that a web server and its applications reach.
	fewThreads = 1024
)

// sharedAccounts are those as which distributions run services of several packages
// (Debian's base-passwd, Arch Linux' filesystem, Fedora's httpd-filesystem) and that have many of them at work.
var sharedAccounts = []string{"www-data", "http", "apache"}

func checkProcessLimit(p *lint.Pass) {
	if !runnable(p) {
		return
	}
	section := p.Unit.ExecSection()
	limit, user := p.Unit.Last(section, "LimitNPROC"), p.Unit.Last(section, "User")
	if limit == nil || user == nil || strings.Contains(user.Value, "%") || p.Sandbox().Main().Identity().Root != sandbox.No {
		return
	}
	soft, _, _ := strings.Cut(limit.Value, ":")
	count, err := strconv.Atoi(soft)
	if err != nil {
		return
	}
	var message, symptom, related string
	switch {
	case strings.Contains(p.Unit.Name, "@") && count <= fewProcesses:
		message = fmt.Sprintf("%s counts the processes of all instances together, since they share %s.", wording.Setting(limit), wording.Setting(user))
		symptom, related = "Some instances cannot start processes (EAGAIN).", "every instance runs as this user"
	case slices.Contains(sharedAccounts, user.Value) && count <= fewThreads:
		message = fmt.Sprintf("%s counts the processes and threads of all services that run as %s.", wording.Setting(limit), user.Value)
		symptom, related = "The service cannot start threads once others have as many (EAGAIN).", "other services run as this user, too"
	default:
		return
	}
	p.Report(finding.Finding{
		Directive: limit.Key, Range: limit.Range(), Message: message, Symptom: symptom,
		Related: []finding.Related{{Range: user.Range(), Message: related}},
		Fix: &finding.Fix{Title: "Use TasksMax=", Edits: []finding.Edit{
			{Range: limit.KeyRange, NewText: "TasksMax"}, {Range: limit.ValueRange(), NewText: soft},
		}},
		Advice: "TasksMax= counts the unit's own processes.",
	})
}

// DynamicUserElsewhere flags dynamic users to whom another unit gives files before they exist.
var DynamicUserElsewhere = rule(lint.Rule{
	ID: "dynamic-user-elsewhere", Summary: "Another unit uses a dynamic user that exists only while its service runs",
	Severity: finding.Error,
	Doc: lint.Doc{
		Text: `The user of a service with DynamicUser= exists while that service runs and not before. A unit that is ordered
before it cannot give files to that user by name.`,
		Symptom: "'chown: invalid user' in the other unit.",
		Bad: "-- usr/lib/systemd/system/example.service --\n[Service]\nDynamicUser=yes\nUser=example\nExecStart=/usr/bin/example\n" +
			"-- usr/lib/systemd/system/prepare.service --\n[Unit]\nBefore=example.service\n[Service]\nType=oneshot\nExecStart=/bin/chown example /srv/key\n",
		Good: "-- usr/lib/systemd/system/example.service --\n[Service]\nUser=daemon\nExecStart=/usr/bin/example\n" +
			"-- usr/lib/systemd/system/prepare.service --\n[Unit]\nBefore=example.service\n[Service]\nType=oneshot\nExecStart=/bin/chown daemon /srv/key\n",
		Fix:        "None is mechanical: such a service needs a static user.",
		References: []string{"systemd.exec(5)"},
	},
	Check: checkDynamicUser,
})

func checkDynamicUser(p *lint.Pass) {
	if !runnable(p) {
		return
	}
	id := p.Sandbox().Main().Identity()
	dynamic := p.Unit.Last(p.Unit.ExecSection(), "DynamicUser")
	if !id.Dynamic || id.User == "" || dynamic == nil {
		return
	}
	for _, other := range p.System.Preceding(p.Unit) {
		if other == p.Unit || other.State != locate.Loaded {
			continue
		}
		if a := givesTo(other, id.User); a != nil {
			p.Report(finding.Finding{
				Directive: dynamic.Key, Range: dynamic.Range(),
				Message: fmt.Sprintf("%s makes the user %s exist only while the service runs, but %s gives files to it "+
					"before that.", wording.Setting(dynamic), id.User, other.Name),
				Symptom: "The other unit fails (chown: invalid user).",
				Related: []finding.Related{{Range: a.Range(), Message: "runs before the user exists"}},
				Advice:  "Give the service a static user, made by sysusers.d.",
			})
			return
		}
	}
}

// givesTo returns a line of a unit that gives files to a user by name.
func givesTo(u *unit.Unit, user string) *unit.Assignment {
	for _, directive := range []string{"ExecStartPre", "ExecStart", "ExecStartPost"} {
		for _, a := range u.All("Service", directive) {
			words := strings.Fields(a.Value)
			if len(words) < 3 || !strings.HasSuffix(words[0], "/chown") && words[0] != "chown" {
				continue
			}
			for _, word := range words[1:] {
				if owner, _, _ := strings.Cut(word, ":"); owner == user {
					return a
				}
			}
		}
	}
	return nil
}
