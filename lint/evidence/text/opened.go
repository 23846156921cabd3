package text

import (
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// opened is a place that no service opens but for a certain program, which it runs then.
type opened struct {
	// place matches the path; its first group is what "~" stands for in the paths of needs. All that it matches hold
	// part, which is found faster.
	place *regexp.Regexp
	part  string
	needs []need.Need
	// moved is a variable by which the program is told to work elsewhere, or "".
	moved  string
	source string
}

// claudeState is the file in a home directory that Claude Code replaces whenever it notes something, beside
// its directory; CLAUDE_CONFIG_DIR has both in one place.
const claudeState = ".claude.json"

var openedPlaces = []opened{
	{
		regexp.MustCompile(`^(/.+)/\.claude$`), "/.claude", []need.Need{
			{Kind: need.Create, Any: []string{"~/" + claudeState}, Why: "opens the directory of Claude Code, which replaces " + claudeState + " beside it"},
		}, "CLAUDE_CONFIG_DIR", "Claude Code's documentation (settings); https://github.com/vikasprogrammer/agentric/pull/345",
	},
	{
		regexp.MustCompile(`^(/.+)/\.(?:claude|gemini)$`), "/.", []need.Need{
			{Kind: need.WriteExecute, Why: "opens the directory of an agent that runs on Node.js or Bun, which compile JavaScript to machine code"},
		}, "", "the documentation of Claude Code and Gemini CLI (installation)",
	},
	{
		regexp.MustCompile(`^()(?:/var)?/run/faillock$`), "/faillock", []need.Need{
			{Kind: need.GainPrivileges, Any: []string{"unix_chkpwd"}, Conditions: need.Conditions{Starts: need.AsUser},
				Why: "opens the directory in which PAM counts failed logins, and has passwords compared by unix_chkpwd, which is set-user-ID or set-group-ID"},
		}, "", "pam_faillock(8), pam_unix(8)",
	},
	{
		regexp.MustCompile(`^()(?:(?:/var)?/run/sudo|/var/lib/sudo)(?:/ts)?$`), "/sudo", []need.Need{
			{Kind: need.GainPrivileges, Any: []string{"sudo"}, Conditions: need.Conditions{Starts: need.AsUser},
				Why: "opens the directory in which sudo notes who gave a password"},
		}, "", "sudo(8), files",
	},
	{
		regexp.MustCompile(`^()/var/spool/postfix/maildrop$`), "/maildrop", []need.Need{
			{Kind: need.GainPrivileges, Any: []string{"sendmail"}, Conditions: need.Conditions{Starts: need.AsUser, Gained: true},
				Why: "opens the queue to which sendmail hands mail by the set-group-ID bit of postdrop"},
		}, "", "postdrop(1)",
	},
}

// opened records what follows from the places that a unit opens: who opens what a certain program writes
// runs that program.
func (r *collector) opened() {
	for _, a := range r.Unit.All(r.Unit.ExecSection(), "ReadWritePaths") {
		for _, one := range a.Verdict.Paths() {
			if one.Known {
				r.opensPlace(a, one.Path, a.Span(one.Start, one.End))
			}
		}
	}
	r.storesContainers()
}

// opensPlace records what a path shows that a unit opens.
func (r *collector) opensPlace(a *unit.Assignment, name string, place source.Range) {
	for at := range openedPlaces {
		row := &openedPlaces[at]
		if !strings.Contains(name, row.part) {
			continue
		}
		match := row.place.FindStringSubmatch(name)
		if _, moved := r.Variables[row.moved]; match == nil || moved {
			continue
		}
		for _, n := range row.needs {
			if len(n.Any) > 0 && strings.HasPrefix(n.Any[0], "~") {
				n.Any = []string{match[1] + n.Any[0][1:]}
			}
			r.shownBy(n, a, place, row.source)
		}
	}
}

// shownBy records a need of the main line that something else in the unit shows.
func (r *collector) shownBy(n need.Need, a *unit.Assignment, place source.Range, from string) {
	n.Line, n.Certainty = r.Unit.Main(), need.Likely
	if n.Consequence == "" {
		n.Consequence = need.JobFails
	}
	n.Evidence = need.Evidence{Assignment: a, Range: place, Source: from}
	r.Put(n)
}

// containerStore matches the places where Podman and Buildah keep the images, the containers and the state of a
// user who is not root (containers-storage.conf(5), rootless containers).
var containerStore = regexp.MustCompile(`(?:/run/user/[^/\s]+|%t|\$\{?XDG_RUNTIME_DIR\}?)/(?:containers|libpod)\b|/\.local/share/containers\b`)

// rootlessPodman is what Podman and Buildah need to start containers of a user.
var rootlessPodman = need.Need{
	Kind: need.GainPrivileges, Any: []string{"newuidmap"}, Conditions: need.Conditions{Starts: need.AsUser},
	Why: "keeps containers of its user, whose range of users newuidmap maps by a capability or the set-user-ID bit",
}

const podmanSource = "podman(1), rootless mode; newuidmap(1)"

// storesContainers records that a service runs containers as another user than root, where it opens or makes the places
// of their images.
func (r *collector) storesContainers() {
	section := r.Unit.ExecSection()
	for _, directive := range []string{"ReadWritePaths", "Environment", "ExecStartPre"} {
		for _, a := range r.Unit.All(section, directive) {
			if !strings.Contains(a.Value, "/containers") && !strings.Contains(a.Value, "/libpod") {
				continue
			}
			if at := containerStore.FindStringIndex(a.Value); at != nil {
				r.shownBy(rootlessPodman, a, a.Span(at[0], at[1]), podmanSource)
				return
			}
		}
	}
}

// searched are packages by whose names systems that keep each package apart call its directory, with the program
// that a service runs which looks for programs there.
var searchedPackages = map[string]string{
	"cdrkit": "genisoimage", "cdrtools": "mkisofs", "iptables": "iptables", "nftables": "nft", "ipset": "ipset", "wireguard-tools": "wg",
	"nodejs": "node",
}

// packageDirectory matches a directory that holds the programs of one package alone.
var packageDirectory = regexp.MustCompile(`^(?:/(?:nix|gnu)/store/[a-z0-9]+-|/opt/)([a-z][a-z-]*[a-z])(?:-[0-9][^/]*)?/s?bin$`)

// mostSearched bounds the directories of the search path that are looked at.
const mostSearched = 64

// searched looks at the programs that a unit puts on the search path by the directories of their packages.
func (r *collector) searched() {
	path, set := r.Variables["PATH"]
	main := r.Main()
	if !set || !path.Known || main == nil || path.Assignment == nil {
		return
	}
	looked := 0
	for directory := range strings.SplitSeq(path.Text, ":") {
		if looked++; looked > mostSearched {
			return
		}
		match := packageDirectory.FindStringSubmatch(directory)
		if match == nil || searchedPackages[match[1]] == "" {
			continue
		}
		program := invocation.Word{Text: directory + "/" + searchedPackages[match[1]], Known: true, Place: path.Assignment.Span(path.Start, path.End)}
		r.pending = append(r.pending, &invocation.Invocation{Line: main.Line, Assignment: path.Assignment, Conditional: true, Program: program})
	}
}
