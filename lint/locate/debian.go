package locate

import (
	"path"
	"slices"
	"strings"
)

// debianPackages returns the names of the binary packages that debian/control
// lists, if the directory is the debian/ of a source package; otherwise nil.
func (t *Tree) debianPackages(dir string) []string {
	if path.Base(t.host(dir)) != "debian" {
		return nil
	}
	packages := []string{}
	control, err := t.Source(path.Join(dir, "control"))
	if err != nil {
		return packages
	}
	for line := range strings.Lines(control.Content()) {
		if name, ok := strings.CutPrefix(line, "Package:"); ok {
			packages = append(packages, strings.TrimSpace(name))
		}
	}
	return packages
}

// debianName returns the name under which debhelper installs the unit of a file
// in debian/ (dh_installsystemd(1), dh_installsystemduser(1)): package.service
// keeps its name, package.name.service becomes name.service, and a last "user"
// marks units of the user managers.
func debianName(file string, packages []string) unitName {
	n := ParseName(file)
	if n.Form == Invalid {
		return unitName{file, System}
	}
	u := unitName{scope: System}
	if stem, ok := strings.CutSuffix(n.Prefix, ".user"); ok && !slices.Contains(packages, n.Prefix) {
		n.Prefix, u.scope = stem, User
	}
	n.Prefix = withoutPackage(n.Prefix, packages)
	u.name = n.String()
	return u
}

// withoutPackage strips the package from "package.name". The longest package of
// debian/control counts; where none matches, a name up to the first dot.
func withoutPackage(stem string, packages []string) string {
	longest := ""
	for _, p := range packages {
		if stem == p {
			return stem
		}
		if strings.HasPrefix(stem, p+".") && len(p) > len(longest) {
			longest = p
		}
	}
	if longest != "" {
		return stem[len(longest)+1:]
	}
	if _, name, ok := strings.Cut(stem, "."); ok && len(packages) == 0 {
		return name
	}
	return stem
}
