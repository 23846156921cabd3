package need

import "strings"

// archives records the archive that tar(1) writes, or the directory that it
// unpacks in.
func (r *reader) archives(i *invocation) {
	letters, archive := archiveLetters(i)
	switch {
	case i.has([]string{"--create", "--append", "--update"}), strings.ContainsAny(letters, "cru"):
		if w, found := i.option([]string{"-f", "--file"}); found {
			archive = w
		}
		r.arrives(i, archive, false)
	case i.has([]string{"--extract", "--get"}), strings.Contains(letters, "x"):
		if directory, found := i.option([]string{"-C", "--directory"}); found {
			r.arrives(i, directory, true)
		}
	}
}

// archiveLetters returns the letters of tar's first short options, which stand
// with or without a dash and name the operation, and the word behind them, which
// is the archive where the letters end with "f".
func archiveLetters(i *invocation) (letters string, archive word) {
	for at, argument := range i.arguments {
		if strings.HasPrefix(argument.text, "--") {
			continue
		}
		letters = strings.TrimPrefix(argument.text, "-")
		if strings.HasSuffix(letters, "f") && at+1 < len(i.arguments) {
			archive = i.arguments[at+1]
		}
		return letters, archive
	}
	return "", word{}
}

// packedElsewhere are the options by which packing leaves its operands as they
// are (gzip(1), bzip2(1), xz(1)).
var packedElsewhere = []string{"-c", "-dc", "-cd", "-t", "-l", "--stdout", "--to-stdout", "--test", "--list"}

// packs records that the files which gzip(1), bzip2(1) and xz(1) are given are
// replaced where they are.
func packs(r *reader, i *invocation) {
	if !i.has(packedElsewhere) {
		r.touches(i, Create, "replaces", i.operands("STMm"))
	}
}
