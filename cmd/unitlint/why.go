package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/config"
	"github.com/unitlint/unitlint/lint/files"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/why"
)

// whyFlags are the flags of why as they were given.
type whyFlags struct {
	unitFlags
	format, config, learn, color string
}

func (p program) whyCommand() *cli.Command {
	var f whyFlags
	return p.command(&cli.Command{
		Name:      "why",
		ArgsUsage: "[UNIT] [FILE|-]",
		Usage:     "Tell which setting of a unit refused what a log complains of",
		Description: `Reads a log and answers for each refusal that it tells of: what was refused, and
by which setting in which file and line; or that no setting of the unit did.

The log is FILE or the standard input: the journal ('journalctl -o json' or text),
audit records, the kernel's log, or a trace of strace (-f, with and without -y).
Without UNIT the log has to name the units. UNIT is a file, or with --root a name.

Exit status: 0 every refusal is explained, 1 some are not.`,
		Metadata: examples(`  journalctl -b -u nginx -o json | unitlint why --root / nginx.service
  unitlint why --root / app.service trace.txt
  journalctl -k | unitlint why --root /`),
		ArgValidator: counted(0, 2, "no more than a unit and a file"),
		Action:       func(_ context.Context, c *cli.Command) error { return p.why(f, c.Args().Slice()) },
		Flags: append(f.flags(),
			formatFlag(&f.format, "print as `FORMAT`: text, json"),
			jsonFlag(&f.format),
			textFlag(&f.config, "config", "", "read facts about the host from the configuration `FILE` (default: the .unitlint.yaml nearest to the unit's file)"),
			textFlag(&f.learn, "learn", "", "append what was refused to the configuration `FILE`, as needs that check then knows"),
			textFlag(&f.color, "color", "auto", "use colours, `WHEN` is auto, always or never"),
		),
	})
}

// whyArguments splits the arguments: the first is the unit where it ends as the
// names of units do, or with a root is a word before a file.
func whyArguments(args []string, root string) (unit, file string, err error) {
	file = "-"
	if len(args) == 2 && root != "" && !strings.ContainsAny(args[0], "./") || len(args) > 0 && locate.ValidName(filepath.Base(args[0])) {
		unit, args = args[0], args[1:]
	}
	if len(args) > 1 {
		return "", "", fmt.Errorf("why: %q is no unit: a unit's name ends in .service, .socket, .mount or the like", args[0])
	}
	if len(args) > 0 {
		file = args[0]
	}
	return unit, file, nil
}

func (p program) why(f whyFlags, args []string) error {
	if err := f.validate(); err != nil {
		return err
	}
	if err := oneOf("--format", f.format, textOrJSON); err != nil {
		return err
	}
	color, err := p.color(f.color, true)
	if err != nil {
		return err
	}
	name, file, err := whyArguments(args, f.root)
	if err != nil {
		return err
	}
	log, err := p.readLog(file)
	if err != nil {
		return err
	}
	answers, failures, err := p.explained(f, name, log)
	if err != nil {
		return err
	}
	if err := p.writeAnswers(f, answers, color); err != nil {
		return err
	}
	if f.learn != "" {
		if err := p.learn(f.learn, answers); err != nil {
			return err
		}
	}
	for _, failure := range failures {
		fmt.Fprintf(p.stderr, "unitlint: %s\n", report.Clean(failure.Error()))
	}
	switch {
	case len(failures) > 0:
		return statusError(exitFailed)
	case slices.ContainsFunc(answers, func(a why.Answer) bool { return !a.Explained() }):
		return statusError(exitFindings)
	}
	return nil
}

func (p program) readLog(file string) (why.Log, error) {
	in, err := p.open(file)
	if err != nil {
		return why.Log{}, err
	}
	defer func() { _ = in.Close() }() // it was read alone
	log, err := why.Read(in)
	if err != nil {
		return why.Log{}, fmt.Errorf("%s: %w", file, err)
	}
	if log.Cut {
		fmt.Fprintf(p.stderr, "unitlint: %s has too many lines; only the first %d are looked at\n", report.Clean(file), why.MostLines)
	}
	return log, nil
}

// explained puts the attempts to their units: to the one that was named, which
// lines about others do not concern, to the instances of a template that was, or to
// each unit that the log names.
func (p program) explained(f whyFlags, name string, log why.Log) (answers []why.Answer, failures []error, err error) {
	names := why.Units(log.Attempts)
	switch instances := log.Instances(name); {
	case len(instances) > 0 && f.root != "":
		names = instances
	case name != "":
		answers, err := p.explainedBy(f, name, log.Attempts, false)
		return answers, nil, err
	case len(names) == 0 && len(log.Attempts) > 0:
		return nil, nil, errors.New("why: the log names no unit; name the one whose log it is, as in 'unitlint why UNIT FILE'")
	}
	for _, name := range names {
		of, err := p.explainedBy(f, name, log.Attempts, len(names) > 1)
		if err != nil {
			failures = append(failures, err)
		}
		answers = append(answers, of...)
	}
	return answers, failures, nil
}

// explainedBy puts the attempts of one unit to it, and those of lines that name
// none where they cannot be of another.
func (p program) explainedBy(f whyFlags, name string, attempts []why.Attempt, others bool) ([]why.Answer, error) {
	subject, err := p.openUnit(f.unitFlags, f.config, name)
	if err != nil {
		return nil, err
	}
	defer subject.close()
	return why.Explain(subject.unit, subject.host, why.Of(attempts, append(slices.Clone(subject.unit.Names), name), !others)), nil
}

func (p program) writeAnswers(f whyFlags, answers []why.Answer, color bool) error {
	if f.format == "json" {
		return report.NewJSONEncoder(p.stdout).Encode(why.Documents(answers))
	}
	return why.Page(answers).WriteText(p.stdout, report.Options{Color: color})
}

// learned are the needs that answers show. Namespaces of a type that is not known are
// namespaces of every type, and a host that the log names is the one that is reached.
func learned(answers []why.Answer) []config.Learned {
	var needs []config.Learned
	for i := range answers {
		a := &answers[i]
		if !a.Sure() {
			continue
		}
		kind := a.Attempt.Kind
		if kind == need.Network && a.Attempt.Argument != "" {
			kind = need.Connect
		}
		needs = append(needs, config.Learned{Unit: a.Unit.Name, Kind: kind, Argument: a.Attempt.Argument})
		if a.OfNamespaces() {
			for _, n := range catalog.Namespaces() {
				needs = append(needs, config.Learned{Unit: a.Unit.Name, Kind: need.Namespace, Argument: n.Name})
			}
		}
	}
	return needs
}

// learn appends what settings refused to a configuration, as needs; it makes the
// file where there is none.
func (p program) learn(name string, answers []why.Answer) error {
	file := files.PlainNamed(p.dir, p.path(name))
	text, err := file.Read(config.MostText)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("--learn: %w", err)
	}
	more, err := config.AppendNeeds(text, learned(answers), "was seen to try it, as a log says")
	if err != nil {
		return fmt.Errorf("--learn: %s: %w", name, err)
	}
	if bytes.Equal(text, more) {
		return nil
	}
	if err := file.Write(more); err != nil {
		return fmt.Errorf("--learn: %w", err)
	}
	return nil
}
