package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/files"
)

// MostText is how large a configuration may be, in bytes.
const MostText = 1 << 20

// Load reads a configuration file; name is what messages call it.
func Load(file files.Plain, name string, rules []*lint.Rule) (*Config, error) {
	text, err := file.Read(MostText)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration %s: %w", name, err)
	}
	return Parse(name, text, rules)
}

// Find returns the path of the nearest configuration in a directory or above
// it, or "" where there is none. Each directory is looked at where moved says
// that it is.
func Find(dir string, moved func(dir string) string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("searching the configuration: %w", err)
	}
	for {
		if there, err := exists(filepath.Join(moved(dir), FileName)); there || err != nil {
			return filepath.Join(dir, FileName), err
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", nil
		}
		dir = parent
	}
}

// exists tells whether there is something that can be asked for, be it a link
// that leads nowhere: who finds a configuration passed over takes other settings
// for their own.
func exists(path string) (bool, error) {
	info, err := os.Lstat(path)
	switch {
	case err == nil:
		return !info.IsDir(), nil
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.ENOTDIR):
		return false, nil
	default:
		return false, fmt.Errorf("searching the configuration: %w", err)
	}
}
