//go:build ignore

// Writes the table of what the packages of a distribution show of the programs of
// their services: the readers of lint/evidence look at each service of a tree that
// .ci/distribution laid out, and what they say of its main lines is written down.
//
// .ci/distribution runs it: go generate does not, for it needs a tree of packages.
//
// Arguments: the tree, what messages call the distribution, and the file to write.
package main

import (
	"bufio"
	"cmp"
	"fmt"
	"log"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/distribution"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: distribution TREE RELEASE FILE")
	}
	text, err := generate(os.Args[1], os.Args[2])
	if err != nil {
		log.Fatalf("distribution: %v", err)
	}
	if err := os.WriteFile(os.Args[3], []byte(text), 0o644); err != nil {
		log.Fatalf("distribution: writing the table: %v", err)
	}
}

// start is one line of one service that starts a program.
type start struct {
	path, shippedBy, unit, user, command string
	words                                []string
	needs                                []need.Need
	// elsewhere tells that the line names a configuration which the tree lacks: that of
	// an instance.
	elsewhere bool
}

func generate(root, release string) (string, error) {
	tree, err := locate.OpenRoot(root, "")
	if err != nil {
		return "", err
	}
	defer func() { _ = tree.Close() }() // nothing was written
	versions, err := versionsOf(root)
	if err != nil {
		return "", err
	}
	reader := machine.New(tree, machine.Everything(), nil)
	starts := map[string][]start{}
	for _, name := range servicesOf(root) {
		u, err := unit.Load(tree.Unit(name, locate.System), catalog.Release{Version: catalog.Newest})
		if err != nil || u.State != locate.Loaded {
			continue
		}
		known := host.OfUnits([]*unit.Unit{u}, host.Facts{})[tree]
		c := evidence.NewContext(u)
		for _, i := range c.Invocations {
			if name, s := startOf(u, i, reader, known, versions); s != nil {
				starts[name] = append(starts[name], *s)
			}
		}
	}
	return write(release, starts), nil
}

// instance stands in for the instance of templates: what names it is known of none.
const instance = "someinstance"

// servicesOf returns the names of the services that packages ship, sorted.
func servicesOf(root string) []string {
	var names []string
	for _, directory := range []string{"lib/systemd/system", "usr/lib/systemd/system"} {
		files, _ := filepath.Glob(filepath.Join(root, directory, "*.service"))
		for _, file := range files {
			name := filepath.Base(file)
			if info, err := os.Lstat(file); err != nil || !info.Mode().IsRegular() {
				continue // an alias
			}
			names = append(names, strings.Replace(name, "@.", "@"+instance+".", 1))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// versionsOf returns package and version by the name of the package.
func versionsOf(root string) (map[string]string, error) {
	file, err := os.Open(filepath.Join(root, "var/lib/dpkg/status"))
	if err != nil {
		return nil, fmt.Errorf("the tree has no data base of packages: %w", err)
	}
	defer func() { _ = file.Close() }() // nothing was written
	versions, name := map[string]string{}, ""
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if value, found := strings.CutPrefix(lines.Text(), "Package: "); found {
			name = value
		}
		if value, found := strings.CutPrefix(lines.Text(), "Version: "); found {
			versions[name] = name + " " + value
		}
	}
	return versions, nil
}

// startOf returns what a line of a service shows of the program that it starts, and
// the name by which that is looked up; nil where it starts none of a package.
func startOf(u *unit.Unit, i *invocation.Invocation, reader *machine.Machine, known *host.Host, versions map[string]string) (string, *start) {
	if i.Line.Phase != unit.Start || !i.Program.Known || i.IsTool() || i.IsShell() || i.Wraps() || i.Conditional {
		return "", nil
	}
	programs := invocation.Programs([]*invocation.Invocation{i})
	if len(programs) != 1 {
		return "", nil
	}
	told := reader.Of(u, programs)
	at := slices.IndexFunc(told.Programs, func(p machine.Program) bool { return p.Package != nil && versions[p.Member] != "" })
	if at < 0 {
		return "", nil
	}
	name, file := path.Base(told.Programs[at].Path), told.Programs[at].Path
	if i.Interprets() {
		// The script is the program.
		at := slices.IndexFunc(told.Programs, func(p machine.Program) bool { return path.Base(p.Path) == i.Names()[0] })
		if at < 0 {
			return "", nil
		}
		name, file = i.Names()[0], told.Programs[at].Path
	}
	program := told.Programs[slices.IndexFunc(told.Programs, func(p machine.Program) bool { return p.Path == file })]
	member := program.Member
	if versions[member] == "" || isOfSystemd(member) {
		return "", nil
	}
	if !distribution.IsOwn(name, file, member) {
		name = file
	}
	s := &start{
		path: file, shippedBy: versions[member], unit: strings.Replace(u.Name, "@"+instance+".", "@.", 1),
		words: distribution.Words(u, u.Environment(), i), command: cmp.Or(distribution.Command(i), "-"), user: cmp.Or(u.PackagedUser(), "root"),
		elsewhere: slices.ContainsFunc(told.Programs, func(p machine.Program) bool { return len(p.Configuration.Guessed) > 0 }),
	}
	if u.Truth("Service", "DynamicUser", false) {
		s.user = "-"
	}
	s.words = slices.DeleteFunc(s.words, func(word string) bool { return strings.Contains(word, instance) })
	for _, n := range match.AsPackaged(u, known, told.Needs) {
		if n.Kind == need.Write && strings.HasPrefix(n.Evidence.Source, "names ") && !program.Shows(n.Any[0]) {
			continue // several strings side by side
		}
		if n, holds := fact(u, n); holds {
			s.needs = append(s.needs, n)
		}
	}
	return name, s
}

// isOfSystemd tells of systemd's own programs, which are those of the release that the
// units at hand are for, not of the distribution's.
func isOfSystemd(member string) bool {
	return member == "udev" || member == "systemd" || strings.HasPrefix(member, "systemd-")
}

// fact returns a need as the table has it, of which the file is known that showed it
// and not the statement. What depends on who owns the files of this very system, or
// on the release of a compiler, is less sure elsewhere; and what a program does that
// runs once depends on how it is called.
func fact(u *unit.Unit, n need.Need) (need.Need, bool) {
	if n.Kind == need.Owner || len(n.Evidence.Shown) == 0 {
		return n, false
	}
	if slices.ContainsFunc(n.Any, func(argument string) bool { return strings.Contains(argument, instance) }) {
		return n, false
	}
	n, makesSense := shortened(n)
	if !makesSense {
		return n, false
	}
	var shown []string
	for _, sign := range n.Evidence.Shown {
		message := sign.Message
		if strings.HasPrefix(message, "'") {
			message = "its configuration /" + strings.TrimPrefix(sign.Path, "/") + " says so"
			if strings.Contains(sign.Path, "/systemd/") {
				message = "its unit says so"
			}
		}
		if !slices.Contains(shown, message) {
			shown = append(shown, message)
		}
	}
	n.Evidence.Source = strings.Join(shown, "; ")
	runtime := n.Kind == need.WriteExecute
	switch {
	case slices.Contains(n.Any, "CAP_DAC_OVERRIDE"), n.Copes,
		u.Value("Service", "Type") == "oneshot" && !runtime:
		n.Certainty = need.Possible
	}
	if err := distribution.Fault(&n); err != nil {
		log.Printf("%s: left out: %v", u.Name, err)
		return n, false
	}
	return n, true
}

// kernelFiles are what lies below /proc beside processes, and below /sys (proc(5),
// sysfs(5)); other names are pieces of strings.
var kernelFiles = map[string][]string{
	"proc": {
		"acpi", "asound", "bus", "cgroups", "cmdline", "cpuinfo", "crypto", "devices", "device-tree", "diskstats", "dma", "driver", "fb", "filesystems",
		"fs", "interrupts", "iomem", "ioports", "irq", "kallsyms", "kcore", "keys", "key-users", "kmsg", "loadavg", "locks", "mdstat", "meminfo", "misc",
		"modules", "mtrr", "net", "partitions", "pressure", "scsi", "slabinfo", "softirqs", "stat", "swaps", "sys", "sysrq-trigger", "sysvipc", "tty",
		"uptime", "version", "vmstat", "zoneinfo",
	},
	"sys": {"block", "bus", "class", "dev", "devices", "firmware", "fs", "hypervisor", "kernel", "module", "power"},
}

// shortened returns a need with its paths clean, those of the kernel's files by their
// beginning alone: what hides them hides them from above.
func shortened(n need.Need) (short need.Need, makesSense bool) {
	n.Any = slices.Clone(n.Any)
	for at, argument := range n.Any {
		if !path.IsAbs(argument) {
			continue
		}
		argument = unit.BelowRun(path.Clean(argument))
		elements := strings.Split(argument, "/")
		known, isKernel := kernelFiles[elements[1]]
		switch {
		case !isKernel && isRunTogether(argument):
			return n, false
		case n.Kind == need.Write && elements[1] == "usr":
			return n, false // the package gives it away, the program never writes there
		case isKernel && (len(elements) < 3 || !slices.Contains(known, elements[2])):
			return n, false
		case isKernel && n.Kind == need.Read:
			argument = strings.Join(elements[:3], "/")
			n.Why, n.Evidence.Shown = "reads "+argument, []need.Sign{{Message: "names " + argument}}
		}
		n.Any[at] = argument
	}
	return n, true
}

// manyDigits matches what stands behind paths in programs of Go: tables of numbers.
var manyDigits = regexp.MustCompile(`[0-9]{7}`)

// isRunTogether tells that a path is several strings of a program side by side, or a
// pattern.
func isRunTogether(name string) bool {
	name = strings.TrimPrefix(name, "/var")
	if strings.ContainsAny(name, "%*|<>$ \t\n") || manyDigits.MatchString(name) {
		return true
	}
	tops := []string{"/proc/", "/sys/", "/usr/", "/run/", "/var/", "/etc/"}
	return slices.ContainsFunc(tops, func(top string) bool { return strings.LastIndex(name, top) > 0 })
}

// write returns the table: each name with what all of its starts have in common.
func write(release string, starts map[string][]start) string {
	var programs, facts strings.Builder
	places := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(starts)) {
		all := starts[name]
		first := all[0]
		needs := common(configured(all))
		if len(needs) == 0 {
			continue
		}
		var units, words, commands, references []string
		user := first.user
		for _, s := range all {
			units, words, commands = append(units, s.unit), append(words, s.words...), append(commands, s.command)
			if s.user != user {
				user = "-"
			}
		}
		for _, n := range needs {
			line := distribution.WriteFact(&n)
			if _, known := places[line]; !known {
				places[line] = facts.Len()
				facts.WriteString(line + "\n")
			}
			references = append(references, strconv.Itoa(places[line]))
		}
		programs.WriteString(strings.Join([]string{
			name, first.path, first.shippedBy, user, joined(units), joined(words), joined(commands), strings.Join(references, " "),
		}, "\t") + "\n")
	}
	return release + "\n" + programs.String() + "\n" + facts.String()
}

func joined(words []string) string {
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

// configured returns the starts whose configuration the package has, where there are any.
func configured(all []start) []start {
	own := slices.DeleteFunc(slices.Clone(all), func(s start) bool { return s.elsewhere })
	if len(own) == 0 {
		return all
	}
	return own
}

// common returns what is known of a program by all of its starts. What a package
// shows in one of them alone is possible; where another package has a program of
// the same name, it is not known.
func common(all []start) []need.Need {
	packages := map[string]bool{}
	for _, s := range all {
		packages[s.shippedBy] = true
	}
	type seen struct {
		need  need.Need
		count int
		from  map[string]bool
	}
	found := map[string]*seen{}
	var keys []string
	for _, s := range all {
		once := map[string]bool{}
		for _, n := range s.needs {
			key := string(n.Kind) + "\t" + strings.Join(n.Any, "|")
			one := found[key]
			switch {
			case one == nil:
				one = &seen{need: n, from: map[string]bool{}}
				found[key] = one
				keys = append(keys, key)
			case once[key]: // shown twice by the same start: the surer one counts
				if n.Certainty > one.need.Certainty && one.count == 1 {
					one.need = n
				}
				continue
			case n.Certainty < one.need.Certainty:
				one.need = n
			}
			once[key] = true
			one.count++
			one.from[s.shippedBy] = true
		}
	}
	var needs []need.Need
	for _, key := range keys {
		one := found[key]
		if len(one.from) < len(packages) {
			continue
		}
		if one.count < len(all) {
			one.need.Certainty = need.Possible
		}
		needs = append(needs, one.need)
	}
	return needs
}
