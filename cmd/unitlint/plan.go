package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/config"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/files"
	"github.com/unitlint/unitlint/lint/filter"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/rules"
)

// plan is what the flags and a configuration mean together; where both speak,
// the flags win.
type plan struct {
	config  *config.Config
	rules   []*lint.Rule
	notices []string
	// chain is what does not depend on the arguments.
	chain filter.Chain
	// failOn is the severity that fails the run; 0 means none does.
	failOn finding.Severity
	// least is the mildest severity that is reported.
	least finding.Severity
	// confidence is the least that is reported, 0 for any.
	confidence finding.Confidence
	baseline   baselineFile
	// library holds what is known of programs.
	library *profile.Library
}

func (p program) plan(f checkFlags, settings *config.Config) (plan, error) {
	chosen, notices, err := lint.Choose(rules.All(), f.selected, f.ignored)
	if err != nil {
		return plan{}, err
	}
	if len(f.selected) == 0 {
		chosen = slices.DeleteFunc(chosen, settings.Disabled)
	}
	made := plan{config: settings, rules: chosen, notices: slices.Concat(settings.Notices, notices)}
	asked := config.Asked{Rules: len(f.selected) > 0, MinSeverity: f.minSeverity != "", FailOn: f.failOn != "", Baseline: f.baseline != ""}
	if silence := settings.Silence(asked); silence != "" {
		made.notices = append(made.notices, silence)
	}
	if made.least, err = severity("--min-severity", f.minSeverity, settings.MinSeverity, finding.Note); err != nil {
		return plan{}, err
	}
	if f.confidence != "" {
		if made.confidence, err = finding.ParseConfidence(f.confidence); err != nil {
			return plan{}, fmt.Errorf("--confidence: %w", err)
		}
	}
	if f.failOn != "never" && (f.failOn != "" || !settings.NeverFails) {
		if made.failOn, err = severity("--fail-on", f.failOn, settings.FailOn, finding.Warning); err != nil {
			return plan{}, err
		}
	}
	if made.baseline, err = p.baselineOf(f, settings); err != nil {
		return plan{}, err
	}
	if made.library, err = p.library(settings); err != nil {
		return plan{}, err
	}
	made.chain, err = chain(f, made)
	return made, err
}

// chain is what becomes of the findings, whatever the arguments are.
func chain(f checkFlags, made plan) (filter.Chain, error) {
	c := filter.Chain{Threshold: made.config.Threshold, MinSeverity: made.least, MinConfidence: made.confidence}
	if f.hasThreshold {
		c.Threshold = &f.threshold
	}
	if len(f.selected) == 0 {
		c.Levels = made.config.Apply
	}
	if made.baseline.path == "" || f.writeBaseline {
		return c, nil
	}
	var err error
	c.Baseline, err = made.baseline.read()
	return c, err
}

// severity is the flag's, else the configuration's, else the default.
func severity(flag, text string, configured, byDefault finding.Severity) (finding.Severity, error) {
	if text == "" {
		if configured != 0 {
			return configured, nil
		}
		return byDefault, nil
	}
	parsed, err := finding.ParseSeverity(text)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", flag, err)
	}
	return parsed, nil
}

// search finds the configurations: the file that the flag names, the one that
// is nearest to the root, or that nearest to each file.
func (p program) search(root, file string) (*config.Search, error) {
	if file != "" {
		settings, err := config.Load(files.PlainNamed(p.dir, p.path(file)), file, rules.All())
		if err != nil {
			return nil, err
		}
		return config.Only(settings), nil
	}
	if root == "" {
		return config.NewSearch(p.dir, p.base.moved, rules.All()), nil
	}
	path, err := config.Find(p.path(root), p.base.moved)
	if err != nil {
		return nil, err
	}
	if path == "" {
		return config.Only(&config.Config{}), nil
	}
	name := path
	if rel, err := filepath.Rel(p.dir, path); err == nil {
		name = filepath.ToSlash(rel)
	}
	found, err := files.PlainIn(p.base.moved(filepath.Dir(path)), filepath.Base(path))
	if err != nil {
		return nil, err
	}
	settings, err := config.Load(found, name, rules.All())
	if err != nil {
		return nil, err
	}
	return config.Only(settings), nil
}

// maxStdin bounds the unit that is read from the standard input, in bytes.
const maxStdin = 16 << 20

// choose finds the units that the arguments stand for. Texts of the overlay
// are shown in place of files.
func (c *checker) choose(overlay map[string][]byte) (*locate.Selection, error) {
	f, args := c.flags, c.args
	request := locate.Request{
		Dir: c.dir, Root: f.root, Arguments: args, Unit: f.dropInOf, Overlay: overlay, Placeholders: c.placeholders, Ahead: host.ReadAhead,
	}
	if f.system {
		request.Scopes = []locate.Scope{locate.System}
	}
	if f.user {
		request.Scopes = []locate.Scope{locate.User}
	}
	if slices.Contains(args, "-") {
		if len(args) > 1 {
			return nil, errors.New("the standard input holds one unit: expected no further arguments beside -")
		}
		text, err := io.ReadAll(io.LimitReader(c.stdin, maxStdin+1))
		if err != nil {
			return nil, fmt.Errorf("reading the standard input: %w", err)
		}
		if len(text) > maxStdin {
			return nil, fmt.Errorf("the standard input is larger than %d MiB", maxStdin>>20)
		}
		request.Text, request.TextName, request.Arguments = append([]byte{}, text...), f.stdinFilename, nil
		switch {
		case f.dropInOf != "":
			request.TextName, request.Unit = f.standardDropIn(), ""
		case f.stdinFilename == "":
			request.TextName = "stdin.service"
		}
	}
	return locate.Select(request)
}

// standardDropIn is where the drop-in lies that the standard input holds: in a tree, where
// the administrator's are, or else beside the unit.
func (f *checkFlags) standardDropIn() string {
	name := f.dropInOf + ".d/stdin.conf"
	switch {
	case f.root == "":
		return name
	case f.user:
		return "etc/systemd/user/" + name
	}
	return "etc/systemd/system/" + name
}

// treeTargets are what the trees of the units tell: the os-release file of a
// root tree, or a debian directory.
func treeTargets(identities []locate.Identity) []target.Target {
	seen := map[*locate.Tree]bool{}
	debian := false
	for _, id := range identities {
		if id.Packaging {
			debian = debian || slices.Contains(strings.Split(id.Tree.Display(id.Fragment), "/"), "debian")
			continue
		}
		if id.Tree == nil || seen[id.Tree] {
			continue
		}
		seen[id.Tree] = true
		if t, ok := targetOfTree(id.Tree); ok {
			return []target.Target{t}
		}
	}
	if debian {
		return target.ForDebianPackage()
	}
	return []target.Target{target.Default()}
}

// targetsFor are those that were asked for, or what the tree says.
func targetsFor(f checkFlags, settings *config.Config, identities []locate.Identity) ([]target.Target, error) {
	if len(f.targets) > 0 {
		targets, err := target.Parse(strings.Join(f.targets, ","))
		if err != nil {
			return nil, fmt.Errorf("--target: %w", err)
		}
		return targets, nil
	}
	if len(settings.Targets) > 0 {
		targets, err := target.Parse(strings.Join(settings.Targets, ","))
		if err != nil {
			return nil, fmt.Errorf("%s: targets: %w", settings.Path, err)
		}
		return targets, nil
	}
	return treeTargets(identities), nil
}
