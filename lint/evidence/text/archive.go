package text

import (
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// archives records the archive that tar(1) writes, or the directory that it
// unpacks in.
func (r *collector) archives(i *invocation.Invocation) {
	letters, archive := archiveLetters(i)
	switch {
	case i.Has([]string{"--create", "--append", "--update"}), strings.ContainsAny(letters, "cru"):
		if w, found := i.Option([]string{"-f", "--file"}); found {
			archive = w
		}
		r.arrives(i, archive, false)
	case i.Has([]string{"--extract", "--get"}), strings.Contains(letters, "x"):
		if directory, found := i.Option([]string{"-C", "--directory"}); found {
			r.arrives(i, directory, true)
		}
	}
}

// archiveLetters returns the letters of tar's first short options, which stand
// with or without a dash and name the operation, and the word behind them, which
// is the archive where the letters end with "f".
func archiveLetters(i *invocation.Invocation) (letters string, archive invocation.Word) {
	for at, argument := range i.Arguments {
		if strings.HasPrefix(argument.Text, "--") {
			continue
		}
		letters = strings.TrimPrefix(argument.Text, "-")
		if strings.HasSuffix(letters, "f") && at+1 < len(i.Arguments) {
			archive = i.Arguments[at+1]
		}
		return letters, archive
	}
	return "", invocation.Word{}
}

// packedElsewhere are the options by which packing leaves its operands as they
// are (gzip(1), bzip2(1), xz(1)).
var packedElsewhere = []string{"-c", "-dc", "-cd", "-t", "-l", "--stdout", "--to-stdout", "--test", "--list"}

// packs records that the files which gzip(1), bzip2(1) and xz(1) are given are
// replaced where they are.
func packs(r *collector, i *invocation.Invocation) {
	if !i.Has(packedElsewhere) {
		r.touches(i, need.Create, "replaces", i.Operands("STMm"))
	}
}
