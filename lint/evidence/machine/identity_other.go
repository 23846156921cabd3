//go:build !linux

package machine

import (
	"io/fs"
	"time"
)

// identityOf names no file where it is not known what identifies one: nothing is
// kept between runs.
func identityOf(fs.FileInfo) (name string, changed time.Time) { return "", time.Time{} }
