package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint/evidence/cache"
	"github.com/unitlint/unitlint/lint/evidence/machine"
)

// cacheFlag is the flag that switches the cache off.
func cacheFlag(off *bool) cli.Flag {
	return switchFlag(off, "no-cache", "with --root, read every program again, and keep nothing of them between runs")
}

// openStore returns where what programs show is kept between runs, with what is to
// be called once the run is over. There is none where nobody has a place for it, or
// where others may write in it.
func (p program) openStore(off bool) (store machine.Store, done func()) {
	nothing := func() {}
	dir := p.cacheDirectory()
	if off || dir == "" {
		return nil, nothing
	}
	made, err := cache.Open(dir, thisProgram())
	if err != nil {
		return nil, nothing
	}
	return made, made.Trim
}

// cacheDirectory is the user's directory for what can be made again (XDG base
// directory specification), or "".
func (p program) cacheDirectory() string {
	if dir := p.getenv("XDG_CACHE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "unitlint")
	}
	if home := p.getenv("HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, ".cache", "unitlint")
	}
	return ""
}

// thisProgram names the program that runs, be it released or built a moment ago:
// what one reads of a file another need not.
func thisProgram() string {
	name, err := os.Executable()
	if err != nil {
		return versionText()
	}
	info, err := os.Stat(name)
	if err != nil {
		return versionText()
	}
	return fmt.Sprintf("%s, %d bytes of %s", versionText(), info.Size(), info.ModTime())
}
