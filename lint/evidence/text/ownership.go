package text

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// keeper is a tool that, as root, gives the files that it makes their owners by a
// system call, also where root owns them already. Measured with strace(1) and the
// packages of Debian 12.
type keeper struct {
	call string
	// with are options of which one makes it do so, where it does not always; without
	// are those that keep it from that.
	with, without []string
	// always tells that it makes the call whatever it finds.
	always bool
	why    string
}

// accountFiles is what the tools for accounts do with the files of accounts, which
// they write anew (package passwd).
var accountFiles = keeper{call: "fchown", without: harmless, always: true, why: "gives the files of accounts that it writes anew their owners"}

var keepers = map[string]keeper{
	// A single file is given to whom it belongs only where that is another user.
	"cp": {
		call: "fchownat", why: "keeps the owners of what it copies",
		with: []string{"-a", "-a?", "-?a", "-rp", "-pr", "-Rp", "-pR", "--archive", "--preserve=all"}, without: []string{"--no-preserve=ownership"},
	},
	"useradd": accountFiles, "usermod": accountFiles, "userdel": accountFiles, "groupadd": accountFiles, "groupmod": accountFiles, "groupdel": accountFiles,
}

// unpacker is the same of tar, whose operations stand among letters.
var unpacker = keeper{call: "fchown", without: []string{"--no-same-owner", "-o"}, always: true, why: "gives what it unpacks the owners that the archive names"}

// keepsOwners records the system call by which a tool keeps the owners of files.
func (r *collector) keepsOwners(i *invocation.Invocation) {
	k, known := keepers[i.Name()]
	if i.Name() == "tar" {
		letters, _ := archiveLetters(i)
		k, known = unpacker, strings.Contains(letters, "x") || i.Has([]string{"--extract", "--get"})
	}
	if !known || len(k.with) > 0 && !i.Mentions(k.with) || i.Mentions(k.without) {
		return
	}
	certainty := need.Likely
	if k.always {
		certainty = need.Certain
	}
	r.Add(i, need.Need{
		Kind: need.Syscall, Any: []string{k.call}, Certainty: certainty, Consequence: need.StartFails, Conditions: need.Conditions{Starts: need.AsRoot},
		Why: fmt.Sprintf("runs %s, which %s", i.Name(), k.why), Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place},
	})
}

// inline is what code on a command line shows.
type inline struct {
	// options are those that are followed by code.
	options    []string
	statements []statement
}

// statement is one sort of statement, with the capability that the kernel asks for
// (capabilities(7)).
type statement struct {
	code       *regexp.Regexp
	capability string
	why        string
}

// inlines are the interpreters by their names without a version: the library
// reference of Python, perlfunc(1), the standard library of Ruby.
var inlines = map[string]inline{
	"python": {[]string{"-c"}, []statement{
		{regexp.MustCompile(`\b(?:os|shutil)\.[lf]?chown\s*\(`), "CAP_CHOWN", "changes the owner of files"},
		{regexp.MustCompile(`\bos\.set(?:re|res)?uid\s*\(`), "CAP_SETUID", "becomes another user"},
		{regexp.MustCompile(`\bos\.(?:setgroups|initgroups)\s*\(`), "CAP_SETGID", "takes on the groups of another user"},
		{regexp.MustCompile(`\bos\.chroot\s*\(`), "CAP_SYS_CHROOT", "changes its root directory"},
	}},
	"perl": {[]string{"-e", "-E"}, []statement{
		{regexp.MustCompile(`\bchown[\s(]+[$@0-9-]`), "CAP_CHOWN", "changes the owner of files"},
		{regexp.MustCompile(`\$[<>]\s*=[^=~]`), "CAP_SETUID", "becomes another user"},
		{regexp.MustCompile(`\bchroot[\s(]+["'$]`), "CAP_SYS_CHROOT", "changes its root directory"},
	}},
	"ruby": {[]string{"-e"}, []statement{
		{regexp.MustCompile(`\b(?:File|FileUtils)\.l?chown(?:_R)?\b`), "CAP_CHOWN", "changes the owner of files"},
		{regexp.MustCompile(`\bDir\.chroot\b`), "CAP_SYS_CHROOT", "changes its root directory"},
	}},
}

// inlineNeeds records what the code shows that an interpreter is given on its
// command line.
func (r *collector) inlineNeeds(i *invocation.Invocation) {
	code, known := inlines[strings.TrimRight(i.Name(), "0123456789.")]
	if !known {
		return
	}
	text, found := i.Option(code.options)
	if !found {
		return
	}
	for _, s := range code.statements {
		if s.code.MatchString(text.Text) {
			r.Add(i, need.Need{
				Kind: need.Capability, Any: []string{s.capability}, Certainty: need.Likely, Consequence: need.StartFails,
				Why: fmt.Sprintf("runs code for %s that %s", i.Name(), s.why), Evidence: need.Evidence{Assignment: i.Assignment, Range: text.Place},
			})
		}
	}
}

// beneathFamilies are those of distributions whose tar opens what it unpacks with openat2(2) since newerTar, the
// release of systemd that they have beside it, and ends where there is no such call.
var beneathFamilies = []string{"fedora", "ubuntu"}

const newerTar = 259

// unpacksBeneath records the system call by which tar stays below the directory that it unpacks in.
func (r *collector) unpacksBeneath(i *invocation.Invocation) {
	if i.Name() != "tar" || !slices.Contains(beneathFamilies, r.Family) {
		return
	}
	if letters, _ := archiveLetters(i); !strings.Contains(letters, "x") && !i.Has([]string{"--extract", "--get"}) {
		return
	}
	r.Add(i, need.Need{
		Kind: need.Syscall, Any: []string{"openat2"}, Certainty: need.Likely, Consequence: need.StartFails, Conditions: need.Conditions{Since: newerTar},
		Why: "runs tar, which opens what it unpacks with openat2",
		Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place,
			Source: "https://github.com/systemd/systemd/issues/43314; tar of Fedora 44 and Ubuntu 26.04"},
	})
}
