package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/config"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/rules"
)

// plan is what the flags and the configuration mean together; where both
// speak, the flags win.
type plan struct {
	config     *config.Config
	rules      []*lint.Rule
	targets    []target.Target
	processors []lint.Processor
	// failOn is the severity that fails the run; 0 means none does.
	failOn   lint.Severity
	exitZero bool
}

func (p program) plan(f checkFlags, args []string) (plan, error) {
	settings, err := p.configuration(f, args)
	if err != nil {
		return plan{}, err
	}
	chosen, err := lint.Choose(rules.All(), f.selected, f.ignored)
	if err != nil {
		return plan{}, err
	}
	if len(f.selected) == 0 {
		chosen = slices.DeleteFunc(chosen, settings.Disabled)
	}
	made := plan{config: settings, rules: chosen, exitZero: f.exitZero}
	least, err := severity("--min-severity", f.minSeverity, settings.MinSeverity, lint.Note)
	if err != nil {
		return plan{}, err
	}
	if f.failOn != "never" {
		if made.failOn, err = severity("--fail-on", f.failOn, settings.FailOn, lint.Warning); err != nil {
			return plan{}, err
		}
	}
	if made.targets, err = p.targets(f, settings); err != nil {
		return plan{}, err
	}
	made.processors = []lint.Processor{lint.Dedupe, lint.Sort, lint.Suppress}
	if len(f.selected) == 0 {
		made.processors = append(made.processors, settings.Apply)
	}
	made.processors = append(made.processors, lint.MinSeverity(least), lint.Sort)
	return made, nil
}

// severity is the flag's, else the configuration's, else the default.
func severity(flag, text string, configured, byDefault lint.Severity) (lint.Severity, error) {
	if text == "" {
		if configured != 0 {
			return configured, nil
		}
		return byDefault, nil
	}
	parsed, err := lint.ParseSeverity(text)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", flag, err)
	}
	return parsed, nil
}

// configuration reads the file that the flag names, or the nearest one in or
// above the directory that all arguments have in common.
func (p program) configuration(f checkFlags, args []string) (*config.Config, error) {
	path := f.config
	if path != "" {
		return config.Load(p.path(path), path, rules.All())
	}
	path, err := config.Find(p.commonDirectory(f, args))
	if err != nil {
		return nil, err
	}
	if path == "" {
		return &config.Config{}, nil
	}
	name := path
	if rel, err := filepath.Rel(p.dir, path); err == nil {
		name = filepath.ToSlash(rel)
	}
	return config.Load(path, name, rules.All())
}

func (p program) commonDirectory(f checkFlags, args []string) string {
	if f.root != "" {
		return p.path(f.root)
	}
	common := ""
	for _, arg := range args {
		dir := p.dir
		if arg != "-" {
			dir = p.path(arg)
		}
		if info, err := os.Stat(dir); err == nil && !info.IsDir() {
			dir = filepath.Dir(dir)
		}
		if common == "" {
			common = dir
		}
		for !strings.HasPrefix(dir+string(filepath.Separator), common+string(filepath.Separator)) && common != filepath.Dir(common) {
			common = filepath.Dir(common)
		}
	}
	if common == "" {
		return p.dir
	}
	return common
}

// maxStdin bounds the unit that is read from the standard input, in bytes.
const maxStdin = 64 << 20

// selection finds the units that the arguments stand for.
func (p program) selection(f checkFlags, made plan, args []string) (*locate.Selection, error) {
	request := locate.Request{Dir: p.dir, Root: f.root, Arguments: args}
	if f.system {
		request.Scopes = []locate.Scope{locate.System}
	}
	if f.user {
		request.Scopes = []locate.Scope{locate.User}
	}
	if slices.Contains(args, "-") {
		if len(args) > 1 {
			return nil, errors.New("\"-\" stands for the only input: name no other path with it")
		}
		text, err := io.ReadAll(io.LimitReader(p.stdin, maxStdin))
		if err != nil {
			return nil, fmt.Errorf("reading the standard input: %w", err)
		}
		request.Text, request.TextName = text, f.stdinFilename
		if request.TextName == "" {
			request.TextName = "stdin.service"
		}
	}
	selected, err := locate.Select(request)
	if err != nil {
		return nil, err
	}
	selected.Identities = slices.DeleteFunc(selected.Identities, func(id locate.Identity) bool {
		return made.config.Excludes(id.Place())
	})
	return selected, nil
}

// targets are those that were asked for, or what the tree says.
func (p program) targets(f checkFlags, settings *config.Config) ([]target.Target, error) {
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
	if f.root != "" {
		if t, ok := targetOfRoot(p.path(f.root)); ok {
			return []target.Target{t}, nil
		}
	}
	return []target.Target{target.Default()}, nil
}
