package reference

import (
	"fmt"
	"iter"
	"path"
	"slices"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// RuntimeDirectoryShared flags runtime directories that go with a service although
// others have theirs in the same place.
var RuntimeDirectoryShared = rule(lint.Rule{
	ID:       "runtime-directory-shared",
	Summary:  "The service takes the runtime directory of another away when it stops",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `systemd removes the directories of RuntimeDirectory= with all that is in them when the service stops, fails or is
restarted, unless RuntimeDirectoryPreserve= says otherwise. It does not look whether another service has the same one: the sockets, PID files and
locks of that go, too. The instances of a template are such services where the name of the directory does not tell them apart.`,
		Symptom:    `After one of the services has stopped, clients of the others get "No such file or directory" (ENOENT).`,
		Bad:        "-- etc/systemd/system/example@.service --\n[Service]\nExecStart=/usr/bin/exampled %i\nRuntimeDirectory=example\n",
		Good:       "-- etc/systemd/system/example@.service --\n[Service]\nExecStart=/usr/bin/exampled %i\nRuntimeDirectory=example/%i\n",
		Fix:        "Give each service a directory of its own, such as 'RuntimeDirectory=example/%i', or keep it with RuntimeDirectoryPreserve=yes in all of them.",
		Versions:   "RuntimeDirectoryPreserve= exists since systemd 235.",
		References: []string{"systemd.exec(5)"},
	},
	Check: func(p *lint.Pass) {
		u := p.Unit
		if u.Type != "service" || u.Scope == locate.User || !u.JudgedAsWhole() || keepsRuntime(u) {
			return
		}
		template := locate.ParseName(u.ID).Form == locate.Template
		for a, d := range runtimeDirectories(u) {
			name := runtimeName(a, d)
			f := finding.Finding{Directive: a.Key, Range: a.Span(d.Start, d.End), Advice: "Give each a directory of its own, or add RuntimeDirectoryPreserve=yes."}
			if template && d.Known {
				f.Message = fmt.Sprintf("When one instance stops, systemd removes '/run/%s' with what the others keep there.", name)
				p.Report(f)
				continue
			}
			if other, its := sharingRuntime(p, name); other != nil {
				f.Message = fmt.Sprintf("When the service stops, systemd removes '/run/%s', which '%s' has its runtime directory in.", name, other.Name)
				f.Related = []finding.Related{{Range: its.Range(), Message: "named here, too"}}
				p.Report(f)
			}
		}
	},
})

// runtimeDirectories yields the runtime directories of a unit, with their lines.
func runtimeDirectories(u *unit.Unit) iter.Seq2[*unit.Assignment, value.Directory] {
	return func(yield func(*unit.Assignment, value.Directory) bool) {
		for _, a := range u.All("Service", "RuntimeDirectory") {
			for _, d := range a.Verdict.Directories() {
				if !yield(a, d) {
					return
				}
			}
		}
	}
}

// runtimeName is the name of a directory below /run; of a template's, as it stands in the
// file where it depends on the instance.
func runtimeName(a *unit.Assignment, d value.Directory) string {
	if d.Known {
		return path.Clean(d.Path)
	}
	return path.Clean(a.Value[d.Start:d.End])
}

// runtimeUse is a unit that has a runtime directory, and the line that says so.
type runtimeUse struct {
	unit *unit.Unit
	by   *unit.Assignment
}

// ofRuntime is what the uses of a run are kept under.
type ofRuntime struct{}

// sharingRuntime returns another service of the run that has its runtime directory at a
// place or below it, while it goes on running, and the line that says so.
func sharingRuntime(p *lint.Pass, name string) (*unit.Unit, *unit.Assignment) {
	uses, _ := p.KeepForRun(ofRuntime{}, func() any { return runtimeUses(p.System.Units()) }).(map[string][]runtimeUse)
	for _, use := range uses[name] {
		if runsBeside(use.unit, p.Unit) {
			return use.unit, use.by
		}
	}
	return nil, nil
}

// runtimeUses are the uses of units by the directories that they have, and by those above.
func runtimeUses(units []*unit.Unit) map[string][]runtimeUse {
	uses := map[string][]runtimeUse{}
	for _, u := range units {
		if u.Type != "service" || u.Scope == locate.User || !u.JudgedAsWhole() {
			continue
		}
		for a, d := range runtimeDirectories(u) {
			for name := runtimeName(a, d); name != "." && name != "/"; name = path.Dir(name) {
				uses[name] = append(uses[name], runtimeUse{u, a})
			}
		}
	}
	return uses
}

// runsBeside tells that a service goes on running when another one of the same tree
// stops, and is not there in its place.
func runsBeside(u, stopped *unit.Unit) bool {
	if u.ID == stopped.ID || u.Tree != stopped.Tree || u.Packaging && path.Dir(u.Identity.Fragment) != path.Dir(stopped.Identity.Fragment) ||
		isVariant(u, stopped) || isVariant(stopped, u) {
		return false
	}
	names := func(of *unit.Unit, lists []string, other *unit.Unit) bool {
		return slices.ContainsFunc(slices.Concat(other.Names, aliases(other)), func(name string) bool { return !firstNaming(of, lists, name).IsZero() })
	}
	return !names(u, []string{"PartOf", "BindsTo", "Requires", "Requisite", "Conflicts"}, stopped) && !names(stopped, []string{"Conflicts"}, u)
}

// aliases are the names that a unit has once it is enabled (systemd.unit(5), "Alias=").
func aliases(u *unit.Unit) []string {
	var names []string
	eachName(u, "Install", []string{"Alias"}, func(_ *unit.Assignment, word value.Word) { names = append(names, word.Text) })
	return names
}

// isVariant tells that a unit is the template, or an instance of it, that is there for
// those who want several of another service.
func isVariant(of, u *unit.Unit) bool {
	name, other := locate.ParseName(of.ID), locate.ParseName(u.ID)
	return name.Prefix == other.Prefix && name.Form != other.Form
}
