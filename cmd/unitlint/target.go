package main

import (
	"io"
	"os"

	"github.com/unitlint/unitlint/lint/target"
)

// longestOSRelease bounds what is read of an os-release file.
const longestOSRelease = 64 << 10

// targetOfRoot is the target that the os-release file below a root describes.
// Nothing outside of the root is read.
func targetOfRoot(dir string) (target.Target, bool) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return target.Target{}, false
	}
	defer root.Close()
	for _, name := range []string{"etc/os-release", "usr/lib/os-release"} {
		info, err := root.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		file, err := root.Open(name)
		if err != nil {
			continue
		}
		text, err := io.ReadAll(io.LimitReader(file, longestOSRelease))
		_ = file.Close() // it was read from alone
		if t, ok := target.FromOSRelease(string(text)); err == nil && ok {
			return t, true
		}
	}
	return target.Target{}, false
}
