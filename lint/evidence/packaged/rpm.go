package packaged

import (
	"bytes"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/rpm"
	"github.com/unitlint/unitlint/lint/source"
)

// installed is what RPM's database says of all packages, with where it says more.
type installed struct {
	// name is the file of the database, as a path below the root of the tree.
	name   string
	owners *owners
	// origins are the names of the sources of packages, by name.
	origins map[string]string
	// places are those of the headers of one source.
	places map[string][]rpm.Place
	// sums are those of configuration files by path.
	sums map[string]string
}

// readInstalled reads what every package is asked about; nothing in a tree without a
// database.
func (d *Database) readInstalled() *installed {
	for _, name := range rpm.Names() {
		i := newInstalled(name)
		d.eachHeader(name, func(at rpm.Place, h rpm.Header) bool {
			i.add(at, h)
			return !i.owners.isFull() && len(i.origins) < mostPackages
		})
		if len(i.origins) > 0 {
			return i
		}
	}
	return newInstalled("")
}

func newInstalled(name string) *installed {
	return &installed{name: name, owners: newOwners(), origins: map[string]string{}, places: map[string][]rpm.Place{}, sums: map[string]string{}}
}

// eachHeader calls do for the header of each package in a database; what of it cannot
// be read is not there.
func (d *Database) eachHeader(name string, do func(rpm.Place, rpm.Header) bool) {
	d.withHeaders(name, func(headers *rpm.Database) { _ = headers.Each(do) }) // what came before the fault is right
}

// mostDatabase bounds a database in a tree that cannot be read at any place.
const mostDatabase = 256 << 20

// withHeaders opens a database as long as do needs it; it is not called where there is
// none.
func (d *Database) withHeaders(name string, do func(*rpm.Database)) {
	file, err := d.tree.Open(name)
	if err != nil {
		return
	}
	defer func() { _ = file.Close() }() // it is read from alone
	at, size, err := randomly(file)
	if err != nil {
		return
	}
	var log io.ReaderAt
	var logSize int64
	if beside, err := d.tree.Open(name + rpm.LogSuffix); err == nil {
		defer func() { _ = beside.Close() }() // it is read from alone
		if log, logSize, err = randomly(beside); err != nil {
			log = nil
		}
	}
	if headers, err := rpm.OpenLogged(at, size, log, logSize); err == nil {
		do(headers)
	}
}

// randomly gives access to any place of a file.
func randomly(file fs.File) (io.ReaderAt, int64, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, 0, err
	}
	if at, ok := file.(io.ReaderAt); ok {
		return at, info.Size(), nil
	}
	content, err := io.ReadAll(io.LimitReader(file, mostDatabase))
	return bytes.NewReader(content), int64(len(content)), err
}

// add records one package.
func (i *installed) add(at rpm.Place, h rpm.Header) {
	name := h.Name()
	if _, known := i.origins[name]; !known { // kernels are installed side by side
		origin := h.Origin()
		i.origins[name] = origin
		i.places[origin] = append(i.places[origin], at)
	}
	for file := range h.Paths(isLookedUp) {
		i.owners.add(file, name)
	}
	for file, digest := range h.Configuration() {
		if len(i.sums) < mostFiles {
			i.sums[file] = digest
		}
	}
}

// ships tells whether a configuration file has the sum that its package says, or that
// of another one, which a link to it may lead to.
func (i *installed) ships(name string, text []byte) bool {
	if len(i.sums) == 0 {
		return false
	}
	own := rpm.Digests(text)
	if sum, named := i.sums[name]; named {
		return slices.Contains(own, sum)
	}
	for _, sum := range i.sums {
		if slices.Contains(own, sum) {
			return true
		}
	}
	return false
}

// readHeaders reads what the packages of a source tell.
func (d *Database) readHeaders(first, origin string) *Package {
	p := &Package{Name: first}
	i := d.rpm()
	d.withHeaders(i.name, func(headers *rpm.Database) {
		for _, at := range i.places[origin] {
			h, err := headers.Header(at)
			if err != nil {
				continue
			}
			p.readHeader(h, Told{Member: h.Name(), Database: "/" + i.name})
		}
	})
	slices.Sort(p.Members)
	d.readShipped(p)
	return p
}

// readHeader reads what one package tells.
func (p *Package) readHeader(h rpm.Header, by Told) {
	p.Members = append(p.Members, h.Name())
	for _, s := range h.Scriptlets() {
		if strings.HasPrefix(s.Program, "<") || len(s.Text) > mostScript {
			continue // in a language of RPM's own
		}
		told := by
		told.Entry = s.Name
		p.readScript(source.New(told.Database, []byte(s.Text)), told)
	}
	for _, f := range h.Files() {
		if len(p.Files) < mostFiles {
			p.Files = append(p.Files, f.Path)
		}
		if f.Capabilities != "" {
			p.privilege(f.Path, f.Capabilities, by)
		}
		if f.User != "" && f.User != "root" && (f.IsDirectory() || f.IsRegular()) && !p.holds(f.Path, f.User) {
			p.gift(f.Path, f.User, f.Group, by)
		}
	}
	for _, name := range h.Requires() {
		switch user, found := strings.CutPrefix(name, "user("); {
		case found: // which rpm finds of itself where files belong to an account (since 4.19)
			told := by
			told.Entry = "dependencies"
			p.account(strings.TrimSuffix(user, ")"), told)
		case !strings.ContainsAny(name, "/(") && len(p.Depends) < mostFiles: // else it is a file, or what packages provide
			p.Depends = append(p.Depends, name)
		}
	}
}

// holds tells whether the packages give a directory above a path to the same account.
func (p *Package) holds(name, user string) bool {
	return slices.ContainsFunc(p.Gifts, func(g Gift) bool { return g.User == user && g.Holds(name) })
}
