package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPackagesAsUnpacked judges real packages as they are and unpacked by dpkg.
// What dpkg keeps of a package beside its files is unpacked, too, since a
// package as a tree shows it. UNITLINT_PACKAGES names a directory of packages;
// .ci/packages fetches some.
func TestPackagesAsUnpacked(t *testing.T) {
	dir := os.Getenv("UNITLINT_PACKAGES")
	packages, err := filepath.Glob(filepath.Join(dir, "*.deb"))
	if err != nil {
		t.Fatal(err)
	}
	if dir == "" || len(packages) == 0 {
		t.Skip("UNITLINT_PACKAGES names no directory with Debian packages")
	}
	for _, packed := range packages {
		t.Run(filepath.Base(packed), func(t *testing.T) {
			root := t.TempDir()
			unpack(t, packed, root)
			want, got := judged(t, root), judged(t, packed)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("unpacked (-) and packed (+): %s", diff)
			}
		})
	}
}

// unpack puts the files of a package below a root, and what dpkg keeps of it.
func unpack(t *testing.T, packed, root string) {
	t.Helper()
	control := filepath.Join(root, "control")
	for _, command := range [][]string{{"dpkg", "-x", packed, root}, {"dpkg-deb", "-e", packed, control}} {
		if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", command, err, out)
		}
	}
	name, err := exec.Command("dpkg-deb", "-f", packed, "Package").Output()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(control)
	if err != nil {
		t.Fatal(err)
	}
	list := listed(t, root, control)
	kept := filepath.Join(root, "var/lib/dpkg/info")
	if err := os.MkdirAll(kept, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(kept, string(bytes.TrimSpace(name))+".list"), list, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() == "control" {
			continue // dpkg keeps that in its status file
		}
		to := filepath.Join(kept, string(bytes.TrimSpace(name))+"."+e.Name())
		if err := os.Rename(filepath.Join(control, e.Name()), to); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(control); err != nil {
		t.Fatal(err)
	}
}

// listed is the list of a package's files as dpkg keeps it.
func listed(t *testing.T, root, control string) []byte {
	t.Helper()
	var list bytes.Buffer
	err := filepath.WalkDir(root, func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name == control {
			return fs.SkipDir
		}
		rel, err := filepath.Rel(root, name)
		list.WriteString(strings.TrimSuffix("/"+filepath.ToSlash(rel), ".") + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list.Bytes()
}

// judged is what check says of a tree, as JSON.
func judged(t *testing.T, root string) string {
	t.Helper()
	var out bytes.Buffer
	status := run([]string{"check", "--format", "json", "--all-hardening", "--target", "debian-12", "--root", root}, program{
		dir: t.TempDir(), stdin: bytes.NewReader(nil), stdout: &out, stderr: &out, getenv: func(string) string { return "" },
	})
	if status == exitFailed {
		t.Fatalf("check of %s failed: %s", root, out.String())
	}
	return out.String()
}
