//go:build unix

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// columns is how wide the terminal of a file is, 0 where that is not known.
func columns(file *os.File) int {
	size, err := unix.IoctlGetWinsize(int(file.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0
	}
	return int(size.Col)
}
