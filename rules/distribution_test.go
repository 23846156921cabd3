package rules_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/evidence/distribution"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/rules"
)

// TestShippedUnitsKeepWorking holds that nothing which the packages of a distribution
// show is refused by units as Debian ships them, wherever they lie and whatever else is
// known: they work.
func TestShippedUnitsKeepWorking(t *testing.T) {
	for _, release := range []string{"debian-12", "debian-13"} {
		root := sharedtest.Path(t, "corpus", strings.ReplaceAll(release, "-", ""))
		files := systemdtest.Tree{}
		err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() || !strings.HasSuffix(name, ".service") || !strings.Contains(name, "/systemd/system/") {
				return err
			}
			text, err := os.ReadFile(name)
			files["etc/systemd/system/"+filepath.Base(name)] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		selection, err := locate.Select(locate.Request{Dir: systemdtest.Write(t, files), Root: "."})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = selection.Close() }() // nothing was written
		at, err := target.Named(release)
		if err != nil {
			t.Fatal(err)
		}
		result, err := lint.Run(context.Background(), lint.Options{
			Rules: rules.All(), Identities: selection.Identities, Targets: []target.Target{at},
			Library: profile.NewLibrary(nil), Distribution: distribution.Builtin(),
		})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(result.Units, func(u lint.Summary) bool { return u.Distribution != "" }) {
			t.Errorf("%s: no program is known", release)
		}
		for _, f := range result.Findings {
			if f.Severity > finding.Note && slices.ContainsFunc(f.Evidence, func(e finding.Evidence) bool { return strings.Contains(e.Message, "'s package") }) {
				t.Errorf("%s: %s: %s", release, f.Unit, f.Message)
			}
		}
	}
}
