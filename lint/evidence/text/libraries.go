package text

import (
	"path"
	"slices"

	"github.com/unitlint/unitlint/lint/need"
)

// librariesIn64 are the families of distributions that have the C library of 64-bit systems, and on most
// architectures its loader, in /usr/lib64; Debian's have them in a directory of /usr/lib for the
// architecture.
var librariesIn64 = []string{"fedora", "rhel", "amazon"}

// libraries records that a program of the distribution maps the C library, where the unit says from
// which paths something may be executed.
func (r *collector) libraries() {
	if r.Family == "" || !slices.Contains(librariesIn64, r.Family) || r.Unit.Last(r.Unit.ExecSection(), "NoExecPaths") == nil {
		return
	}
	main := r.Main()
	if main == nil {
		return
	}
	if directory := path.Dir(main.Program.Text); directory != "/usr/bin" && directory != "/usr/sbin" {
		return
	}
	r.Add(main, need.Need{Kind: need.Execute, Any: []string{"/usr/lib64/libc.so.6"}, Certainty: need.Likely, Consequence: need.StartFails,
		Why: "is linked with the libraries in /usr/lib64, where its distribution has them"})
}
