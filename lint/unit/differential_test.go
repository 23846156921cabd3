package unit_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// treeMaker lays random trees: fragments, drop-ins on all levels, aliases,
// masks, dangling links and odd names, all of a few names so that they meet.
type treeMaker struct {
	*rand.Rand
	tree systemdtest.Tree
}

var (
	names = []string{
		"a.service", "b.service", "a-b.service", "a-b-c.service", "x--y.service", "-q-r.service",
		"t@.service", "u@.service", "t-u@.service", "t@i.service", "u@i.service", "t-u@i.service",
		"s.socket", "m.timer", "p.path", "g.target", "l.slice",
	}
	stems = []string{
		"a.service", "b.service", "a-b.service", "a-.service", "a-b-c.service", "a-b-.service",
		"x-.service", "x--.service", "x--y.service", "-q-.service", "-q-r.service",
		"t@.service", "t@i.service", "u@.service", "u@i.service", "t-.service", "t-@i.service", "t-@.service", "t-u@.service", "t-u@i.service",
		"service", "socket", "timer", "s.socket", "m.timer", "p.path", "g.target", "l.slice",
	}
	files = []string{
		"10.conf", "20.conf", "9-x.conf", "A.conf", "a.conf", "~.conf", ".hidden.conf", "10.conf~", "README", "x.CONF",
	}
)

func pick[T any](r *treeMaker, of []T) T { return of[r.IntN(len(of))] }

func randomTree(seed uint64) systemdtest.Tree {
	r := &treeMaker{Rand: rand.New(rand.NewPCG(seed, 1)), tree: systemdtest.Tree{}}
	for range 4 + r.IntN(24) {
		r.addUnit()
	}
	for range 4 + r.IntN(32) {
		r.addDropIn()
	}
	for range r.IntN(8) {
		r.addDependency()
	}
	return r.tree
}

func (r *treeMaker) addUnit() {
	dir, name := pick(r, systemdtest.SystemPath), pick(r, names)
	file := dir + "/" + name
	switch r.IntN(12) {
	case 0:
		r.tree[file] = "" // masked
	case 1:
		r.tree[file] = systemdtest.Link("/dev/null")
	case 2, 3, 4:
		r.tree[file] = systemdtest.Link(pick(r, names)) // in the same directory
	case 5:
		r.tree[file] = systemdtest.Link("../../../usr/lib/systemd/system/" + pick(r, names))
	case 6:
		r.tree[file] = systemdtest.Link("nowhere/" + name)
	case 7:
		r.tree[file] = systemdtest.Link("../../../opt/" + pick(r, names))
		r.tree["opt/a.service"] = "[Service]\nExecStart=/bin/opt\n"
	case 8:
		r.tree[file] = "\n"
	default:
		r.tree[file] = r.text(name, dir)
	}
}

// sections are those of the types that the trees use.
var sections = map[string]string{"service": "Service", "socket": "Socket", "timer": "Timer", "path": "Path", "slice": "Slice"}

func (r *treeMaker) text(name, origin string) string {
	unitType := name[strings.LastIndexByte(name, '.')+1:]
	text := "[Unit]\nDescription=" + origin + "\n"
	if sections[unitType] != "" {
		text += "[" + sections[unitType] + "]\n"
	}
	switch unitType {
	case "service":
		text += "ExecStart=/bin/" + origin[:3] + "\n"
	case "socket":
		text += "ListenStream=/run/s\n"
	case "timer":
		text += "OnBootSec=5\n"
	case "path":
		text += "PathExists=/p\n"
	}
	return text + r.lines(unitType)
}

func (r *treeMaker) lines(unitType string) string {
	if unitType != "service" {
		return ""
	}
	text := ""
	for range r.IntN(5) {
		text += pick(r, serviceLines) + "\n"
	}
	return text
}

// serviceLines assign what the dump of systemd shows.
var serviceLines = []string{
	"Environment=A=1", "Environment=B=2 C=3", "Environment=A=4", "Environment=",
	"ReadWritePaths=/a", "ReadWritePaths=/b -/c", "ReadWritePaths=", "ReadWriteDirectories=/d", "ReadWritePaths=relative",
	"PrivateTmp=yes", "PrivateTmp=no", "PrivateTmp=maybe", "PrivateTmp=",
	"UMask=0077", "UMask=0999", "UMask=0022",
	"Restart=always", "Restart=on-failure", "Restart=never",
	"WorkingDirectory=/w", "WorkingDirectory=", "WorkingDirectory=rel",
	"ExecStartPre=/bin/pre1", "ExecStartPre=/bin/pre2", "ExecStartPre=",
	"After=x.target", "After=", "Documentation=man:a(1)",
	"NoSuchKey=1", "junk",
}

func (r *treeMaker) addDropIn() {
	dir, stem := pick(r, systemdtest.SystemPath), pick(r, stems)
	file := dir + "/" + stem + ".d/" + pick(r, files)
	if r.taken(dir+"/"+stem+".d", file) {
		return
	}
	unitType := stem[strings.LastIndexByte(stem, '.')+1:]
	switch r.IntN(12) {
	case 0:
		r.tree[file] = ""
	case 1:
		r.tree[file] = systemdtest.Link("/dev/null")
	case 2:
		r.tree[file] = systemdtest.Link("nowhere.conf")
	case 3:
		r.tree[file+"/inner"] = "a directory"
	default:
		section := sections[unitType]
		if section == "" {
			section = "Unit"
		}
		r.tree[file] = "[" + section + "]\n" + r.lines(unitType)
		if r.IntN(10) == 0 {
			r.tree[file] = r.tree[file] + "[broken\n" + r.lines(unitType)
		}
	}
}

// taken tells whether an entry would need a directory where a file or link is,
// or the other way round.
func (r *treeMaker) taken(dir, file string) bool {
	if _, ok := r.tree[dir]; ok {
		return true
	}
	if _, ok := r.tree[file]; ok {
		return true
	}
	for other := range r.tree {
		if strings.HasPrefix(other, file+"/") {
			return true
		}
	}
	return false
}

func (r *treeMaker) addDependency() {
	suffix := pick(r, []string{".wants", ".requires"})
	dir := pick(r, systemdtest.SystemPath) + "/" + pick(r, []string{"a.service", "b.service", "t@.service", "a-.service", "service"}) + suffix
	file := dir + "/" + pick(r, []string{"w1.service", "w2.service", "w3.target"})
	switch r.IntN(4) {
	case 0:
		r.tree[file] = systemdtest.Link("/dev/null")
	case 1:
		r.tree[file] = "[Unit]\n"
	default:
		r.tree[file] = systemdtest.Link("../" + pick(r, names))
	}
}

// fold returns what the surviving assignments of a scalar or list come to, in
// the words of systemd's dump.
var fold = map[string]func(u *unit.Unit) []string{
	"PrivateTmp":       scalar("Service", "PrivateTmp", "no"),
	"UMask":            scalar("Service", "UMask", "0022"),
	"Restart":          scalar("Service", "Restart", "no"),
	"WorkingDirectory": scalar("Service", "WorkingDirectory", "/"),
	"ExecStartPre":     list("Service", "ExecStartPre"),
	"ReadWritePaths": func(u *unit.Unit) []string {
		words := strings.Fields(strings.Join(list("Service", "ReadWritePaths")(u), " "))
		words = slices.DeleteFunc(words, func(w string) bool { return w == "relative" })
		if len(words) == 0 {
			return nil
		}
		return []string{strings.Join(words, " ")}
	},
	"Environment": func(u *unit.Unit) []string {
		var variables []string
		for _, word := range strings.Fields(strings.Join(list("Service", "Environment")(u), " ")) {
			key, _, _ := strings.Cut(word, "=")
			variables = slices.DeleteFunc(variables, func(v string) bool { return strings.HasPrefix(v, key+"=") })
			variables = append(variables, word)
		}
		slices.Sort(variables)
		return variables
	},
}

func scalar(section, name, byDefault string) func(*unit.Unit) []string {
	return func(u *unit.Unit) []string {
		if v := u.Value(section, name); v != "" {
			return []string{v}
		}
		if byDefault == "" {
			return nil
		}
		return []string{byDefault}
	}
}

func list(section, name string) func(*unit.Unit) []string {
	return func(u *unit.Unit) []string {
		var values []string
		for _, a := range u.All(section, name) {
			if a.Value != "" {
				values = append(values, a.Value)
			}
		}
		return values
	}
}

// summary is what is compared of a unit.
type summary struct {
	State, ID, Fragment string
	Aliases, DropIns    []string
	Links               []string // wants and requires by links in directories
	Settings            map[string][]string
}

func ours(u *unit.Unit) summary {
	s := summary{
		State: string(u.State), ID: u.ID, Fragment: u.Identity.Fragment,
		Aliases: append([]string{}, u.Names[1:]...), DropIns: append([]string{}, u.Identity.DropIns...),
		Links: []string{}, Settings: map[string][]string{},
	}
	for _, l := range slices.Concat(u.Wants, u.Requires) {
		if !l.Masked && !l.NotLink {
			s.Links = append(s.Links, l.Unit)
		}
	}
	slices.Sort(s.Links)
	s.Links = slices.Compact(s.Links)
	if u.Type == "service" && u.State == locate.Loaded {
		for name, values := range fold {
			s.Settings[name] = values(u)
		}
	}
	return s
}

func theirs(u *systemdtest.Unit) summary {
	s := summary{
		State: u.Load, ID: u.Name, Fragment: u.Fragment,
		Aliases: append([]string{}, u.Values("Alias")...), DropIns: append([]string{}, u.DropIns...),
		Links: []string{}, Settings: map[string][]string{},
	}
	slices.Sort(s.Aliases)
	for _, property := range []string{"Wants", "Requires"} {
		for _, v := range u.Values(property) {
			if name, _, _ := strings.Cut(v, " "); strings.HasPrefix(name, "w") {
				s.Links = append(s.Links, name)
			}
		}
	}
	slices.Sort(s.Links)
	s.Links = slices.Compact(s.Links)
	if strings.HasSuffix(u.Name, ".service") && u.Load == "loaded" {
		for name := range fold {
			values := u.Values(name)
			if name == "Environment" {
				slices.Sort(values)
			}
			s.Settings[name] = values
		}
	}
	return s
}

// find returns the unit of a dump that has a name.
func find(a *systemdtest.Answer, name string) *systemdtest.Unit {
	if u := a.Units[name]; u != nil {
		return u
	}
	for _, u := range a.Units {
		if slices.Contains(u.Values("Alias"), name) {
			return u
		}
	}
	return nil
}

func TestRandomTreesAsInstalled(t *testing.T) {
	systemd := systemdtest.Require(t)
	trees := 25
	if testing.Short() {
		trees = 5
	}
	for seed := range uint64(trees) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { compareTree(t, systemd, randomTree(seed)) })
	}
}

// undefined tells whether what systemd makes of a name depends on the order in
// which it meets units: an instance leads to a template of which that instance
// also has a file of its own, or to a masked template.
func undefined(tree *locate.Tree, name string) bool {
	u := tree.Unit(name, locate.System)
	if u.ID == name {
		return false
	}
	own := tree.Unit(u.ID, locate.System)
	return own.Fragment != u.Fragment || own.State == locate.Masked
}

func compareTree(t *testing.T, systemd *systemdtest.Systemd, laid systemdtest.Tree) {
	dir := systemdtest.Write(t, laid)
	asked := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return locate.ParseName(name).Form == locate.Template
	})
	answer := systemd.Load(t, systemdtest.Query{Dir: dir, Units: asked})
	tree := openRoot(t, dir)
	for _, name := range asked {
		if undefined(tree, name) {
			continue
		}
		said := find(answer, name)
		if said == nil {
			t.Errorf("systemd says nothing of %s", name)
			continue
		}
		u, err := unit.Load(tree.UnitAt(name, locate.System, systemd.Version), catalog.Release{Version: systemd.Version})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want, got := theirs(said), ours(u)
		if want.State == "bad-setting" && got.State == "loaded" {
			got.State, got.Settings = "bad-setting", map[string][]string{} // what unit does not judge
		}
		if want.State == "not-found" && got.State == "not-found" {
			want.DropIns, got.DropIns = nil, nil // a unit without fragment reads none
			want.Links, got.Links = nil, nil
		}
		if got.State == "masked" {
			// Drop-ins are listed, but not read; an alias of a masked unit fails.
			if want.State == "error" && name != u.ID {
				want.State, want.ID = got.State, got.ID
			}
			want.DropIns, want.Links, want.Aliases = got.DropIns, got.Links, got.Aliases
		}
		if want.State == "bad-setting" && len(want.DropIns) == 0 {
			// A refused fragment ends the loading before names and drop-ins.
			got.DropIns, want.Links, want.Aliases, want.ID = want.DropIns, got.Links, got.Aliases, got.ID
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-systemd +ours)\n%s", name, diff)
		}
	}
	if t.Failed() {
		for file, content := range laid {
			t.Logf("%s: %q", file, content)
		}
	}
}
