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
	case 4:
		r.tree[dir+"/"+stem+".d"] = systemdtest.Link("../../../usr/lib/systemd/system/" + pick(r, stems) + ".d")
		for other := range r.tree {
			if strings.HasPrefix(other, dir+"/"+stem+".d/") {
				delete(r.tree, dir+"/"+stem+".d")
				return
			}
		}
	default:
		section := sections[unitType]
		if section == "" {
			section = "Unit"
		}
		r.tree[file] = "[" + section + "]\n" + r.lines(unitType)
		if r.IntN(10) == 0 {
			r.tree[file] = r.tree[file].(string) + "[broken\n" + r.lines(unitType)
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
