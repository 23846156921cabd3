package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/config"
	"github.com/unitlint/unitlint/lint/report"
)

// baselinePath is the host's path of the baseline that the flag names, else the
// configuration, which names it relative to itself.
func (p program) baselinePath(f checkFlags, settings *config.Config) string {
	switch {
	case f.baseline != "":
		return p.path(f.baseline)
	case settings.Baseline == "" || filepath.IsAbs(settings.Baseline):
		return settings.Baseline
	default:
		return filepath.Join(filepath.Dir(p.path(filepath.FromSlash(settings.Path))), settings.Baseline)
	}
}

func readBaseline(path string) (*lint.Baseline, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the baseline: %w", err)
	}
	baseline, err := lint.ParseBaseline(text)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return baseline, nil
}

// writeBaseline records the findings of a run, so that the next ones report
// what is new.
func (p program) writeBaseline(made plan, result *lint.Result) error {
	if made.baseline == "" {
		return errors.New("--write-baseline: name the file with --baseline or in the configuration")
	}
	baseline := lint.NewBaseline(result.Findings)
	text, err := baseline.Encode()
	if err != nil {
		return err
	}
	if err := os.WriteFile(made.baseline, text, 0o644); err != nil {
		return fmt.Errorf("writing the baseline: %w", err)
	}
	fmt.Fprintf(p.stderr, "unitlint: wrote %s to %s\n", report.Plural(len(baseline.Findings), "finding"), filepath.Base(made.baseline))
	p.complain(result.Errors)
	if len(result.Errors) > 0 {
		return statusError(exitFailed)
	}
	return nil
}
