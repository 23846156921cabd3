package main

import (
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
)

// targetOfTree is the target that the os-release file of a root describes
// (os-release(5)).
func targetOfTree(root *locate.Tree) (target.Target, bool) {
	for _, name := range []string{"etc/os-release", "usr/lib/os-release"} {
		file, err := root.Source(name)
		if err != nil {
			continue
		}
		if t, ok := target.FromOSRelease(file.Content()); ok {
			return t, true
		}
	}
	return target.Target{}, false
}

// targetOfRoot is the target that a root describes.
func (p program) targetOfRoot(name string) (target.Target, bool) {
	root, err := locate.OpenRootFrom(p.dir, name, "")
	if err != nil {
		return target.Target{}, false // who reads its units will say why
	}
	defer root.Close()
	return targetOfTree(root)
}
