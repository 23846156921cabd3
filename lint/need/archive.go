package need

import (
	"fmt"
	"path"
	"strings"
)

// archives records what tar(1) writes: the archive, or below the directory into
// which it unpacks one.
func archives(r *reader, i *invocation) {
	letters, value := archiveLetters(i)
	switch {
	case i.has([]string{"--create", "--append", "--update"}), strings.ContainsAny(letters, "cru"):
		if w, found := i.option([]string{"-f", "--file"}); found {
			value = w
		}
		r.touches(i, Create, "writes", []word{value})
	case i.has([]string{"--extract", "--get"}), strings.Contains(letters, "x"):
		if w, found := i.option([]string{"-C", "--directory", "--cd"}); found {
			r.unpacksTo(i, w)
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

func (r *reader) unpacksTo(i *invocation, w word) {
	if !w.known || !strings.HasPrefix(w.text, "/") || path.Clean(w.text) == "/" {
		return
	}
	w.text = path.Clean(w.text)
	r.shownBelow(i, w, Certain, fmt.Sprintf("runs %s, which unpacks an archive below %s", i.name(), w.text))
}

// copiesBlocks records the file that dd(1) writes, its operand "of=FILE".
func copiesBlocks(r *reader, i *invocation) {
	if w, found := i.option([]string{"of"}); found {
		r.touches(i, Create, "writes", []word{w})
	}
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
