//go:build !unix

package main

import "os"

// columns is how wide the terminal of a file is, 0 where that is not known.
func columns(*os.File) int { return 0 }
