package compare

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// Problem says in which way an administrator's line does not fit the newer unit.
type Problem string

// The problems.
const (
	Resets      Problem = "resets"       // throws away what the package now adds to a list
	Shadows     Problem = "shadows"      // keeps the package's new value from counting
	Loosens     Problem = "loosens"      // opens what the package now closes
	MissingPath Problem = "missing-path" // names a path that is gone
	Refuses     Problem = "refuses"      // denies what the newer unit needs
)

// Override is a line of a local file that does not fit the newer unit.
type Override struct {
	File      string
	Line      int
	Directive string
	Problem   Problem
	Message   string
}

// localDirectories are those that belong to the administrator or to the
// running system, not to packages (systemd.unit(5), "Unit File Load Path").
var localDirectories = []string{"etc/", "run/", "usr/local/"}

// IsLocal tells whether a file, by its path in a tree, belongs to the
// administrator.
func IsLocal(name string) bool {
	return slices.ContainsFunc(localDirectories, func(dir string) bool { return strings.HasPrefix(name, dir) })
}

// overridden are the units that show what local files do to a package's unit,
// on either side.
type overridden struct {
	before, after *State
	// packaged are the units of both sides without the local drop-ins.
	packagedBefore, packagedAfter *unit.Unit
	// laid tells that the local files are not the newer side's own.
	laid  bool
	found []Override
}

// overrides returns the lines of the older side's local files that do not fit
// the newer side's unit; remaining tells that these files are in after already.
func overrides(before, after *State, remaining bool) []Override {
	laid := after
	if after.Laid != nil {
		laid = after.Laid
	}
	o := &overridden{before: before, after: laid, laid: laid != after || remaining}
	var err error
	if o.packagedBefore, err = before.Unit.Without(IsLocal); err != nil {
		return nil // the file was read a moment ago: it is gone
	}
	if o.packagedAfter, err = laid.Unit.Without(IsLocal); err != nil {
		return nil
	}
	o.hiddenUnit(after)
	for _, a := range laid.Unit.Assignments {
		if a.DropIn && a.Directive != nil && a.Reach == unit.Counts && o.isLocal(a) {
			o.reset(a)
			o.shadow(a)
			o.missingPath(a)
		}
	}
	o.loosened()
	o.refused()
	return o.found
}

// isLocal tells whether a line stands in a local file of the unit.
func (o *overridden) isLocal(a *unit.Assignment) bool {
	u := o.after.Unit
	return slices.ContainsFunc(u.Identity.DropIns, func(name string) bool { return IsLocal(name) && u.DropIn(name) == a.File })
}

func (o *overridden) add(a *unit.Assignment, problem Problem, message string, arguments ...any) {
	text := fmt.Sprintf(message, arguments...)
	file := a.File.Source.Path
	if o.laid {
		file = o.before.Shown + strings.TrimPrefix(file, o.after.Shown)
	}
	o.found = append(o.found, Override{File: file, Line: a.Line, Directive: a.Key, Problem: problem, Message: text})
}

// hiddenUnit tells of a local copy of the whole unit that hides one which has
// changed.
func (o *overridden) hiddenUnit(after *State) {
	id := o.before.Unit.Identity
	if !IsLocal(id.Fragment) || o.before.Unit.Fragment == nil {
		return
	}
	for _, hidden := range id.Shadowed {
		if IsLocal(hidden.Path) || strings.HasSuffix(hidden.Path, ".conf") {
			continue
		}
		old, err := o.before.Unit.Tree.Source(hidden.Path)
		if err != nil {
			continue
		}
		newer := newerFragment(after.Unit)
		if now, err := after.Unit.Tree.Source(newer); err == nil && newer != "" && !bytes.Equal(now.Text, old.Text) {
			o.found = append(o.found, Override{
				File: o.before.Unit.Fragment.Source.Path, Line: 1, Problem: Shadows,
				Message: "It hides the package's unit " + newer + ", which is another than the one that it was made from.",
			})
		}
		return
	}
}

// newerFragment returns the path of a package's unit, whether it is read or
// hidden.
func newerFragment(u *unit.Unit) string {
	if f := u.Identity.Fragment; f != "" && !IsLocal(f) {
		return f
	}
	for _, hidden := range u.Identity.Shadowed {
		if !IsLocal(hidden.Path) && locate.ValidName(hidden.Path[strings.LastIndexByte(hidden.Path, '/')+1:]) {
			return hidden.Path
		}
	}
	return ""
}

// reset tells of an empty line that throws away what the package now adds.
func (o *overridden) reset(a *unit.Assignment) {
	d := a.Directive
	if a.Value != "" || d.Assign == catalog.Replace {
		return
	}
	var added []string
	for _, v := range o.packagedAfter.All(d.ListSection, d.List) {
		known := slices.ContainsFunc(o.packagedBefore.All(d.ListSection, d.List), func(old *unit.Assignment) bool { return old.Value == v.Value })
		kept := slices.ContainsFunc(o.after.Unit.All(d.ListSection, d.List), func(now *unit.Assignment) bool { return now.Value == v.Value })
		if v.Value != "" && !known && !kept {
			added = append(added, "'"+v.Key+"="+cut(v.Value)+"'")
		}
	}
	if len(added) > 0 {
		o.add(a, Resets, "It throws away %s, which the package's unit has now.", shortened(added))
	}
}

// shadow tells of a value that stands against a new one of the package.
func (o *overridden) shadow(a *unit.Assignment) {
	d := a.Directive
	if d.Assign != catalog.Replace || o.after.Unit.Last(d.ListSection, d.List) != a {
		return
	}
	was, is := o.packagedBefore.Last(d.ListSection, d.List), o.packagedAfter.Last(d.ListSection, d.List)
	if is == nil || is.Value == a.Value || was != nil && was.Value == is.Value {
		return
	}
	said := "did not set it before"
	if was != nil {
		said = "had '" + cut(was.Value) + "' before"
	}
	o.add(a, Shadows, "The package's unit says '%s=%s' now and %s; this line keeps '%s'.", is.Key, cut(is.Value), said, cut(a.Value))
}

// missingPath tells of a path that the older system has and the newer one, which
// is a whole system, has not.
func (o *overridden) missingPath(a *unit.Assignment) {
	if !isSystem(o.after.Unit.Tree) {
		return
	}
	for _, p := range pathsOf(o.after.Unit, a) {
		if !p.optional && exists(o.before.Unit.Tree, p.name) && !exists(o.after.Unit.Tree, p.name) {
			o.add(a, MissingPath, "%s is there in the older system and not in the newer one.", p.name)
		}
	}
}

func exists(tree *locate.Tree, name string) bool {
	_, err := tree.Stat(strings.TrimPrefix(name, "/"))
	return err == nil
}

// isSystem tells whether a tree is a whole system rather than a part of one.
func isSystem(tree *locate.Tree) bool {
	return tree != nil && (exists(tree, "/etc/os-release") || exists(tree, "/usr/lib/os-release"))
}

// loosened tells of lines that open what the package now closes.
func (o *overridden) loosened() {
	if o.before.Sandbox == nil || o.after.Sandbox == nil {
		return
	}
	side := func(u *unit.Unit, s *State) *State { return &State{Unit: u, Sandbox: sandbox.New(u, s.Host)} }
	opened := map[need.Kind]map[string]bool{}
	for _, g := range grants(side(o.packagedBefore, o.before), o.before) {
		if g.Looser {
			if opened[g.Kind] == nil {
				opened[g.Kind] = map[string]bool{}
			}
			opened[g.Kind][g.Argument] = true
		}
	}
	by := map[*unit.Assignment][]string{}
	var order []*unit.Assignment
	for _, g := range grants(side(o.packagedAfter, o.after), o.after) {
		if !g.Looser || opened[g.Kind][g.Argument] {
			continue
		}
		for _, a := range g.After {
			if o.isLocal(a) {
				if by[a] == nil {
					order = append(order, a)
				}
				by[a] = append(by[a], strings.TrimSpace(string(g.Kind)+" "+g.Argument))
				break
			}
		}
	}
	for _, a := range order {
		o.add(a, Loosens, "It opens what the package's unit keeps closed now: %s.", strings.Join(by[a][:min(len(by[a]), mostInLine)], ", "))
	}
}

// refused tells of lines by which the newer unit fails where the older did not.
func (o *overridden) refused() {
	came, _ := findings(o.before, o.after)
	for _, f := range came {
		if f.Category != finding.Breakage || f.Severity == finding.Note {
			continue
		}
		for _, a := range o.after.Unit.Assignments {
			if a.DropIn && f.Range.File == a.File.Source && f.Range.StartPosition().Line == a.Line && o.isLocal(a) {
				o.add(a, Refuses, "%s", f.Message)
				break
			}
		}
	}
}
