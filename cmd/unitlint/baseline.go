package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/config"
	"github.com/unitlint/unitlint/lint/files"
	"github.com/unitlint/unitlint/lint/filter"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/report"
)

// baselineFile is where a baseline lies, and how it names files.
type baselineFile struct {
	// path is the host's path, or empty where there is no baseline.
	path string
	file files.Plain
	// place returns how the baseline names a file that reports show with a path,
	// so that the working directory of a run does not matter.
	place func(shown string) string
	// dirs are the directories that a name may be relative to.
	dirs []string
}

// baselineOf is the baseline that the flag names, else the configuration, which
// names it relative to itself and may name nothing outside of its directory.
func (p program) baselineOf(f checkFlags, settings *config.Config) (baselineFile, error) {
	if f.baseline != "" {
		path := p.path(f.baseline)
		dir := filepath.Dir(path)
		return baselineFile{path, files.PlainNamed(p.dir, path), p.placeBelow(dir, f.root), []string{dir, p.dir, p.path(f.root)}}, nil
	}
	if settings.Baseline == "" {
		return baselineFile{}, nil
	}
	dir := filepath.Dir(p.path(filepath.FromSlash(settings.Path)))
	file, err := files.PlainIn(p.base.moved(dir), settings.Baseline)
	if err != nil {
		return baselineFile{}, fmt.Errorf("%s: baseline: %w", settings.Path, err)
	}
	return baselineFile{filepath.Join(dir, filepath.FromSlash(settings.Baseline)), file, settings.Place, []string{dir, p.dir, p.path(f.root)}}, nil
}

// placeBelow names the files below a directory relative to it, and others as
// reports show them.
func (p program) placeBelow(dir, root string) func(string) string {
	return func(shown string) string {
		rel, err := filepath.Rel(dir, p.path(filepath.FromSlash(shown)))
		if root != "" || err != nil || !filepath.IsLocal(rel) {
			return shown
		}
		return filepath.ToSlash(rel)
	}
}

// names tells whether a file that the baseline names is still there.
func (b baselineFile) names(file string) bool {
	return slices.ContainsFunc(b.dirs, func(dir string) bool {
		_, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(file)))
		return err == nil
	})
}

// mostBaseline is how large a baseline may be, in bytes.
const mostBaseline = 64 << 20

func (b baselineFile) read() (*filter.Baseline, error) {
	text, err := b.file.Read(mostBaseline)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the baseline: %w (--write-baseline writes it)", err)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the baseline: %w", err)
	}
	baseline, err := filter.ParseBaseline(text, b.place)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", b.path, err)
	}
	return baseline, nil
}

// usualBaseline is the name that the documentation gives baselines.
const usualBaseline = ".unitlint-baseline.json"

// writeBaselines records the findings of a run, so that the next ones report
// what is new. What the run did not look at stays recorded.
func (c *checker) writeBaselines(found *checked) error {
	var paths []string
	written := map[string]*filter.Baseline{}
	places := map[string]baselineFile{}
	for _, part := range found.parts {
		path := part.baseline.path
		if path == "" {
			return errors.New("--write-baseline: name the file with --baseline or in the configuration" + in(part.config.Path) +
				", for example --baseline " + usualBaseline)
		}
		if written[path] == nil {
			written[path], places[path] = &filter.Baseline{}, part.baseline
			paths = append(paths, path)
			if older, err := part.baseline.read(); err == nil {
				written[path].Keep(older, found.judged(path))
			}
		}
		written[path].Add(atLeast(part.failOn, part.findings), part.baseline.place)
	}
	for _, path := range paths {
		if err := c.writeBaseline(places[path], written[path]); err != nil {
			return err
		}
	}
	c.complain(found.Errors)
	if len(found.Errors) > 0 {
		return statusError(exitFailed)
	}
	return nil
}

// atLeast are the findings that fail a run, which a baseline is there to let
// pass; 0 stands for all.
func atLeast(failOn finding.Severity, findings []finding.Finding) []finding.Finding {
	var failing []finding.Finding
	for i := range findings {
		if findings[i].Severity >= failOn {
			failing = append(failing, findings[i])
		}
	}
	return failing
}

// judged tells what the parts of a run with one baseline looked at: the rules
// that ran, and the files that were read or are gone.
func (found *checked) judged(path string) func(rule, file string) bool {
	ran, read := map[string]bool{}, map[string]bool{}
	var of baselineFile
	for _, part := range found.parts {
		if part.baseline.path != path {
			continue
		}
		of = part.baseline
		for _, rule := range part.rules {
			ran[rule.ID] = true
		}
		for _, file := range part.files {
			read[of.place(file)] = true
		}
	}
	return func(rule, file string) bool { return ran[rule] && (read[file] || !of.names(file)) }
}

func in(path string) string {
	if path == "" {
		return ""
	}
	return " " + path
}

func (c *checker) writeBaseline(to baselineFile, baseline *filter.Baseline) error {
	path := to.path
	text, err := baseline.Encode()
	if err != nil {
		return err
	}
	if err := to.file.Write(text); err != nil {
		return fmt.Errorf("writing the baseline: %w", err)
	}
	shown := path
	if rel, err := filepath.Rel(c.dir, path); err == nil && !strings.HasPrefix(rel, "..") {
		shown = filepath.ToSlash(rel)
	}
	fmt.Fprintf(c.stderr, "unitlint: wrote %s to %s\n", report.Plural(len(baseline.Findings), "finding"), shown)
	if c.flags.baseline != "" {
		fmt.Fprintf(c.stderr, "unitlint: runs read it with --baseline %s, or with 'baseline: %s' in the configuration "+
			"beside it\n", c.flags.baseline, filepath.Base(path))
	}
	return nil
}
