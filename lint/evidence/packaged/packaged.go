// Package packaged reads what the package that ships a program tells of it: its
// files, the accounts that its maintainer scripts make, what they and its
// configuration for systemd-tmpfiles, systemd-sysusers and logrotate give to whom.
// It reads the databases of dpkg and of RPM in a tree. What the packages of any other
// package manager give to whom is told by the owners of the files in the tree.
package packaged

import (
	"bufio"
	"bytes"
	"io"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
)

// Database is the packages that are installed in a tree. It is read as far as
// somebody asks, and may be used by several goroutines.
type Database struct {
	tree   *locate.Tree
	stanza func() map[string]stanza
	// shipped are the sums of the configuration files of all packages, by path.
	shipped func() map[string]string
	owners  func() *owners
	owned   func() []Gift
	rpm     func() *installed
	domains func() *domains

	// left is how many bytes of dpkg's lists may still be read.
	left atomic.Int64

	mu       sync.Mutex
	packages map[string]*Package // by the name of their source
}

// Package is what was built from one source: the binary packages of it that are
// installed.
type Package struct {
	// Name is that of the binary package that was asked about first, Members the
	// names of all, sorted.
	Name    string
	Members []string
	// Files are the absolute paths that the packages own, sorted.
	Files []string
	// Accounts are the users that the packages make or give files to.
	Accounts []Account
	// Gifts are the paths that they give to an account.
	Gifts []Gift
	// Logs are the paths, as patterns of path.Match, of the logs that logrotate
	// rotates for them.
	Logs []Named
	// Privileges are the file capabilities that they give to programs.
	Privileges []Privilege
	// Depends are the names of the packages that they depend on, sorted.
	Depends []string
}

// Told is what tells something of a package.
type Told struct {
	// Place is where a text of the tree does.
	Place source.Range
	// Member is the binary package whose own script or list of files does; empty where
	// it is configuration for systemd or logrotate, which may be about any member.
	Member string
	// Database is the file of a database that holds no text, an absolute path, and
	// Entry what of it: "%pre".
	Database, Entry string
}

// Named is a word with what tells it.
type Named struct {
	Name string
	Told
}

// Account is a user with the place that shows that the packages run something as
// it.
type Account = Named

// Gift is a path that a package gives to an account. Nothing tells it where the file
// system alone says so.
type Gift struct {
	Path, User, Group string
	Told
}

// Holds tells whether a path is the one that was given away, or lies below it.
func (g Gift) Holds(name string) bool { return name == g.Path || strings.HasPrefix(name, g.Path+"/") }

// Owns tells whether the packages own a path.
func (p *Package) Owns(name string) bool {
	_, found := slices.BinarySearch(p.Files, name)
	return found
}

// Holding returns the longest path of the packages below a directory of the root which a
// text begins with, or "".
func (p *Package) Holding(text string) string {
	for end := len(text); end > 0 && strings.Count(text[:end], "/") > 1; end-- {
		if text[end-1] != '/' && p.Owns(text[:end]) {
			return text[:end]
		}
	}
	return ""
}

const (
	information = "var/lib/dpkg/info"
	status      = "var/lib/dpkg/status"
	// mostPackages bounds the packages whose lists are read.
	mostPackages = 1 << 14
	// mostFiles bounds the files of one source that are kept.
	mostFiles = 1 << 16
	// mostGifts bounds the accounts, the gifts and the logs of one source; real ones have
	// some dozens.
	mostGifts = 512
	// mostList bounds what is read of a list, mostLists of all of dpkg's, each of which
	// is read twice at the most, and mostScript what is read of a script.
	mostList   = 16 << 20
	mostLists  = 2 * mostOwnedBytes
	mostScript = 256 << 10
)

// Open returns the packages of a tree; a tree without such a database has none.
func Open(tree *locate.Tree) *Database {
	d := &Database{tree: tree, packages: map[string]*Package{}}
	d.left.Store(mostLists)
	status := sync.OnceValues(d.readStatus)
	d.stanza = func() map[string]stanza { stanzas, _ := status(); return stanzas }
	d.shipped = func() map[string]string { _, sums := status(); return sums }
	d.owners = sync.OnceValue(d.readOwners)
	d.owned = sync.OnceValue(d.readOwned)
	d.rpm = sync.OnceValue(d.readInstalled)
	d.domains = sync.OnceValue(d.openDomains)
	return d
}

// Of returns the package that owns an absolute path, with its sisters of the
// same source, or nil.
func (d *Database) Of(name string) *Package {
	if member := d.owners().of(name); member != "" {
		origin := d.originOf(member)
		return d.once(origin, func() *Package { return d.read(member, origin) })
	}
	if member := d.rpm().owners.of(name); member != "" {
		origin := d.originOf(member)
		return d.once("\x00"+origin, func() *Package { return d.readHeaders(member, origin) }) // dpkg may have one of that name, too
	}
	return nil
}

// originOf returns the name of the source that a package was built from.
func (d *Database) originOf(member string) string {
	if origin := d.stanza()[member].source; origin != "" {
		return origin
	}
	if origin := d.rpm().origins[member]; origin != "" {
		return origin
	}
	return member
}

// areApart tells that two packages are of different sources; "" stands for one that is
// not known.
func (d *Database) areApart(one, other string) bool {
	return one != "" && other != "" && d.originOf(one) != d.originOf(other)
}

// once reads the packages of a source when they are asked for first.
func (d *Database) once(origin string, read func() *Package) *Package {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.packages[origin]
	if p == nil {
		p = read()
		d.packages[origin] = p
	}
	return p
}

// Member returns the name of the binary package that owns an absolute path, or "".
func (d *Database) Member(name string) string {
	if member := d.owners().of(name); member != "" {
		return member
	}
	return d.rpm().owners.of(name)
}

// readOwners reads who owns what may be a program, or changed by one.
func (d *Database) readOwners() *owners {
	o := newOwners()
	for _, list := range d.lists() {
		name := memberOf(list)
		for line := range bytes.Lines(d.list(list)) {
			if file := bytes.TrimSpace(line); isLookedUp(file) && !o.isFull() {
				o.add(string(file), name)
			}
		}
	}
	return o
}

// lists returns the lists of files of the installed packages.
func (d *Database) lists() []string {
	entries, err := d.tree.ReadDir(information)
	if err != nil {
		return nil
	}
	var found []string
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".list") && len(found) < mostPackages {
			found = append(found, path.Join(information, entry.Name()))
		}
	}
	return found
}

// list reads one of dpkg's lists.
func (d *Database) list(name string) []byte {
	content := d.text(name, min(mostList, d.left.Load()))
	d.left.Add(-int64(len(content)))
	return content
}

// memberOf returns the package of a list: "libc6" of "libc6:amd64.list".
func memberOf(list string) string {
	name, _, _ := strings.Cut(strings.TrimSuffix(path.Base(list), ".list"), ":")
	return name
}

// text reads the beginning of a file without keeping it; a file that cannot be
// read is empty.
func (d *Database) text(name string, most int64) []byte {
	file, err := d.tree.Open(name)
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }() // it is read from alone
	content, err := io.ReadAll(io.LimitReader(file, most))
	if err != nil {
		return nil
	}
	return content
}

// stanza is what the status file says of one package.
type stanza struct {
	source  string
	depends []string
}

// readStatus reads the status file (deb-control(5)).
func (d *Database) readStatus() (map[string]stanza, map[string]string) {
	const longestLine = 1 << 16
	found, sums := map[string]stanza{}, map[string]string{}
	var name string
	var current stanza
	keep := func() {
		if name != "" && len(found) < mostPackages {
			found[name] = current
		}
		name, current = "", stanza{}
	}
	scanner := bufio.NewScanner(bytes.NewReader(d.text(status, mostList)))
	scanner.Buffer(nil, longestLine)
	for scanner.Scan() {
		line := scanner.Text()
		key, content, _ := strings.Cut(line, ": ")
		switch {
		case line == "":
			keep()
		case key == "Package":
			name = content
		case key == "Source":
			current.source, _, _ = strings.Cut(content, " ")
		case key == "Depends" || key == "Pre-Depends":
			current.depends = append(current.depends, dependencies(content)...)
		}
		if file, sum, found := configurationFile(line); found && len(sums) < mostFiles {
			sums[file] = sum
		}
	}
	keep()
	return found, sums
}

// dependencies returns the names in a list of dependencies, alternatives too.
func dependencies(list string) []string {
	var names []string
	for _, one := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == '|' }) {
		name, _, _ := strings.Cut(strings.TrimSpace(one), " ")
		name, _, _ = strings.Cut(name, ":")
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// read reads what the members of a source tell.
func (d *Database) read(first, origin string) *Package {
	p := &Package{Name: first}
	for _, list := range d.lists() {
		name := memberOf(list)
		known := d.stanza()[name]
		if name != first && name != origin && known.source != origin || slices.Contains(p.Members, name) {
			continue
		}
		p.Members = append(p.Members, name)
		p.Depends = append(p.Depends, known.depends...)
		for line := range bytes.Lines(d.list(list)) {
			if file := string(bytes.TrimSpace(line)); file != "" && len(p.Files) < mostFiles {
				p.Files = append(p.Files, file)
			}
		}
		if script := d.source(strings.TrimSuffix(list, ".list") + ".postinst"); script != nil {
			p.readScript(script, Told{Member: name})
		}
	}
	d.readShipped(p)
	return p
}

// readShipped reads the configuration that the files of a package are for others.
func (d *Database) readShipped(p *Package) {
	p.Files = sorted(p.Files)
	p.Depends = sorted(p.Depends)
	for _, file := range p.Files {
		switch path.Dir(file) {
		case "/usr/lib/sysusers.d":
			d.readUsers(p, file)
		case "/usr/lib/tmpfiles.d":
			d.readTemporary(p, file)
		case "/etc/logrotate.d", "/usr/etc/logrotate.d":
			d.readRotation(p, file)
		}
	}
}

// source returns a text that findings may point into, or nil.
func (d *Database) source(name string) *source.File {
	text := d.text(strings.TrimPrefix(name, "/"), mostScript)
	if text == nil {
		return nil
	}
	return source.New(d.tree.Display(strings.TrimPrefix(name, "/")), text)
}

func sorted(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}
