package fix

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/aymanbagabas/go-udiff"
)

// Write replaces a regular file below a directory as a whole: readers see the
// old text or the new one, never a part. The mode of the file stays. A name
// that is, or leads through, a link out of the directory is refused.
func Write(dir, name string, text []byte) (err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("fixing %s: %w", name, err)
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	info, err := root.Lstat(name)
	if err != nil {
		return fmt.Errorf("fixing %s: %w", name, err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("fixing %s: not a regular file", name)
	}
	temporary, err := writeTemporary(root, name, text, info.Mode().Perm())
	if err != nil {
		return fmt.Errorf("fixing %s: %w", name, err)
	}
	if err := root.Rename(temporary, name); err != nil {
		return fmt.Errorf("fixing %s: %w", name, errors.Join(err, root.Remove(temporary)))
	}
	return nil
}

// writeTemporary writes a new file beside the one of a name.
func writeTemporary(root *os.Root, name string, text []byte, mode fs.FileMode) (temporary string, err error) {
	temporary = path.Join(path.Dir(name), "."+path.Base(name)+".unitlint-"+strconv.Itoa(os.Getpid()))
	file, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return "", err
	}
	_, writeErr := file.Write(text)
	err = errors.Join(writeErr, file.Chmod(mode), file.Sync(), file.Close())
	if err != nil {
		return "", errors.Join(err, root.Remove(temporary))
	}
	return temporary, nil
}

// Diff is a unified difference as "git apply" takes it in the directory that
// the path of the changed file starts from. Below is the path from there to the
// root that the file lies in, or empty.
func Diff(below string, c Change) string {
	name := strings.TrimPrefix(path.Join(below, c.File.Path), "/")
	return udiff.Unified(header("a/"+name), header("b/"+name), string(c.File.Text), string(c.Text))
}

// header writes a name as git does: one that would end early is quoted, and one
// with blanks has a tab at its end.
func header(name string) string {
	switch {
	case strings.ContainsFunc(name, unicode.IsControl):
		return strconv.Quote(name)
	case strings.Contains(name, " "):
		return name + "\t"
	default:
		return name
	}
}
