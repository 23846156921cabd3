package files

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// revision is the tree of files of a revision of a git repository. Git lists it
// at once and hands over a content when somebody reads it; nothing is checked
// out, and neither hooks nor filters run.
type revision struct {
	*archive
	objects map[*entry]string

	mu    sync.Mutex
	batch *exec.Cmd
	ask   io.WriteCloser
	told  *bufio.Reader
}

// OpenRevision gives access to the files of a revision, or of a directory below
// it, of the git repository that a directory of the host belongs to. The error
// holds what git says.
func OpenRevision(repository, name, below string) (FS, error) {
	top := name + "^{tree}"
	if below = strings.Trim(path.Clean("/"+below), "/"); below != "" {
		top = name + ":" + below
	}
	tree, err := git(repository, "rev-parse", "--verify", "--end-of-options", top)
	if err != nil {
		return nil, fmt.Errorf("%s names no tree of files in the git repository of %s: %w", strings.TrimSuffix(top, "^{tree}"), repository, err)
	}
	listed, err := git(repository, "ls-tree", "-r", "-l", "-z", "--full-tree", strings.TrimSpace(string(tree)))
	if err != nil {
		return nil, fmt.Errorf("listing the revision %s: %w", name, err)
	}
	r := &revision{archive: newArchive(), objects: map[*entry]string{}}
	for line := range strings.SplitSeq(string(listed), "\x00") {
		if err := r.list(line); err != nil {
			return nil, fmt.Errorf("listing the revision %s: %w", name, err)
		}
	}
	if err := r.start(repository); err != nil {
		return nil, err
	}
	// The links are few and are asked for all the time.
	for e, object := range r.objects {
		if e.mode&fs.ModeSymlink == 0 {
			continue
		}
		said, err := r.blob(object, longestName)
		if err != nil {
			return nil, errors.Join(err, r.Close())
		}
		e.link = string(said)
	}
	return r, nil
}

// git runs a command that reads a repository.
func git(repository string, arguments ...string) ([]byte, error) {
	command := gitCommand(repository, arguments...)
	var said bytes.Buffer
	command.Stderr = &said
	out, err := command.Output()
	if text := strings.TrimSpace(said.String()); err != nil && text != "" {
		return nil, fmt.Errorf("git: %s", text)
	}
	return out, err
}

// unmoved are the settings with which the configuration of a repository has git
// run no program of its choice: neither for a look at the index, which a name such
// as ":file" takes, nor as a hook.
var unmoved = []string{"-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull}

// gitCommand is a call of git that takes nothing from the network and runs nothing
// that the repository names.
func gitCommand(repository string, arguments ...string) *exec.Cmd {
	command := exec.Command("git", slices.Concat([]string{"-C", repository, "--no-replace-objects"}, unmoved, arguments)...)
	// Older releases of git know no GIT_NO_LAZY_FETCH: no protocol is called none.
	command.Env = append(os.Environ(), "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	return command
}

// missingBlob stands for the size of a content that the repository does not have,
// as one that was cloned with a filter has not: whoever reads it is told.
const missingBlob = "BAD"

// list adds one line of git-ls-tree(1): mode, kind, object and size, a tab, the
// path. Submodules are other repositories.
func (r *revision) list(line string) error {
	about, name, found := strings.Cut(line, "\t")
	words := strings.Fields(about)
	if !found || len(words) != 4 || words[1] != "blob" {
		return nil
	}
	mode, err := strconv.ParseUint(words[0], 8, 32)
	if err != nil {
		return fmt.Errorf("%w: the mode %q", ErrMalformed, words[0])
	}
	size, err := strconv.ParseInt(words[3], 10, 64)
	if err != nil && words[3] != missingBlob {
		return fmt.Errorf("%w: the size %q", ErrMalformed, words[3])
	}
	e := &entry{name: path.Base(name), mode: unixMode(uint32(mode)), size: size, content: notKept}
	if e.mode&fs.ModeSymlink != 0 {
		e.mode |= 0o777
	}
	r.objects[e] = words[2]
	return r.put(path.Clean(name), e)
}

// start begins the git that contents are asked of.
func (r *revision) start(repository string) error {
	r.batch = gitCommand(repository, "cat-file", "--batch")
	var err error
	if r.ask, err = r.batch.StdinPipe(); err != nil {
		return fmt.Errorf("starting git: %w", err)
	}
	out, err := r.batch.StdoutPipe()
	if err != nil {
		return fmt.Errorf("starting git: %w", err)
	}
	r.told = bufio.NewReader(out)
	if err := r.batch.Start(); err != nil {
		return fmt.Errorf("starting git: %w", err)
	}
	return nil
}

// blob asks git for a content of at most that many bytes; the caller holds the
// lock or is alone.
func (r *revision) blob(object string, most int64) ([]byte, error) {
	if _, err := io.WriteString(r.ask, object+"\n"); err != nil {
		return nil, fmt.Errorf("asking git for %s: %w", object, err)
	}
	head, err := r.told.ReadString('\n')
	words := strings.Fields(head)
	if err != nil || len(words) != 3 {
		return nil, fmt.Errorf("git does not have the object %s", object)
	}
	size, err := strconv.ParseInt(words[2], 10, 64)
	if err != nil || size > most {
		return nil, fmt.Errorf("%w: the object %s", ErrNotKept, object)
	}
	content := make([]byte, size+1) // with the line end after it
	if _, err := io.ReadFull(r.told, content); err != nil {
		return nil, fmt.Errorf("git ended amidst the object %s: %w", object, err)
	}
	return content[:size], nil
}

// Open opens a regular file, whose content git hands over the first time.
func (r *revision) Open(name string) (fs.File, error) {
	e, err := r.find("open", name)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if object := r.objects[e]; object != "" && e.content == notKept && e.mode.IsRegular() && e.size <= mostOf(name, e) {
		content, err := r.blob(object, e.size)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		if e.content, err = r.spool.add(bytes.NewReader(content), e.size); err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
	}
	return r.archive.Open(name)
}

// Close ends git and gives up what was kept.
func (r *revision) Close() error {
	_ = r.ask.Close() // ends git, whose status says nothing then
	_ = r.batch.Wait()
	return r.archive.Close()
}

// RepositoryPrefix returns the path of a directory of the host below the top of
// the git repository that it belongs to, with forward slashes; "" is the top.
func RepositoryPrefix(dir string) (string, error) {
	prefix, err := git(dir, "rev-parse", "--show-prefix")
	if err != nil {
		return "", fmt.Errorf("looking for the git repository of %s: %w", dir, err)
	}
	return strings.Trim(strings.TrimSuffix(string(prefix), "\n"), "/"), nil
}
