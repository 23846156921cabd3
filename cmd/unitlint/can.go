package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// canFlags are the flags of can as they were given.
type canFlags struct {
	unitFlags
	stdin          bool
	format, config string
}

func (p program) canCommand() *cli.Command {
	var f canFlags
	return p.command(&cli.Command{
		Name:      "can",
		ArgsUsage: "UNIT ACTION [ARGUMENT]",
		Usage:     "Ask whether a service may do something, and which line decides",
		Description: `Answers for the main process of a unit, with all of its drop-ins:

  read, write, create, exec PATH    what the process finds at the path
  connect PATH|HOST                 a socket in the file system, or a host by address or name
  bind PORT[/udp]                   an internet port
  socket FAMILY                     a socket of an address family, such as AF_INET
  call SYSCALL                      a system call by name, or all of a group such as @clock
  capability CAP                    held after exec
  namespace TYPE                    user, mnt, net, pid, ipc, uts, cgroup, time
  see others                        the processes of others in /proc

The words of needs, as profiles and the configuration have them, are taken too:
execute, serve, syscall, address-family, device, kernel-interfaces with their
argument; network, processes, gain-privileges, wx-memory, clock and so on without.

Exit status: 0 allowed, 1 not allowed, 3 the files alone cannot tell. With
--stdin, one question a line, 0 when every question was answered.`,
		Metadata: examples(`  unitlint can --root / nginx.service write /run/nginx.pid
  unitlint can debian/foo.service bind 80`),
		ArgValidator: func(_ context.Context, c *cli.Command) error {
			if n := c.NArg(); f.stdin && n == 1 || !f.stdin && (n == 2 || n == 3) {
				return nil
			}
			return errors.New("can: expected UNIT ACTION ARGUMENT, or UNIT with --stdin")
		},
		Action: func(_ context.Context, c *cli.Command) error { return p.can(f, c.Args().Slice()) },
		Flags: append(f.flags(),
			formatFlag(&f.format, "print as `FORMAT`: text, or json for one object an answer"),
			jsonFlag(&f.format),
			textFlag(&f.config, "config", "", "read facts about the host from the configuration `FILE` (default: the .unitlint.yaml nearest to the "+
				"unit's file)"),
			switchFlag(&f.stdin, "stdin", "read questions from the standard input, one a line: ACTION ARGUMENT"),
		),
	})
}

func (p program) can(f canFlags, args []string) error {
	if err := errors.Join(f.validate(), oneOf("--format", f.format, textOrJSON)); err != nil {
		return err
	}
	subject, err := p.openUnit(f.unitFlags, f.config, args[0])
	if err != nil {
		return err
	}
	defer subject.close()
	asked := sandbox.New(subject.unit, subject.host)
	if f.stdin {
		return p.canEach(f, asked)
	}
	action, argument := args[1], strings.Join(args[2:], "")
	v, err := ask(asked, action, argument)
	if err != nil {
		return err
	}
	if err := p.printAnswer(f, asked, action, argument, v); err != nil {
		return err
	}
	switch v.Answer {
	case sandbox.Yes:
		return nil
	case sandbox.No:
		return statusError(exitFindings)
	default:
		return statusError(exitUnknown)
	}
}

// canEach answers the questions of the standard input, each with one answer in
// its place. What is no question is told after the others were answered.
func (p program) canEach(f canFlags, asked *sandbox.Sandbox) error {
	var problems []error
	lines := bufio.NewScanner(p.stdin)
	for lines.Scan() {
		action, argument, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		if action == "" {
			continue
		}
		argument = strings.TrimSpace(argument)
		v, err := ask(asked, action, argument)
		if err != nil {
			problems = append(problems, err)
			v = sandbox.Verdict{Reason: err.Error()}
		}
		if err := p.printAnswer(f, asked, action, argument, v); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		problems = append(problems, fmt.Errorf("reading questions from the standard input: %w", err))
	}
	return errors.Join(problems...)
}

// ask answers one question about the main process. A unit that does not get as
// far as running may do nothing; whether a program that nobody knows would have
// been there is left aside.
func ask(s *sandbox.Sandbox, action, argument string) (sandbox.Verdict, error) {
	main := s.Main()
	v, err := question(main, action, argument)
	if err != nil {
		return sandbox.Verdict{}, err
	}
	start := main.Setup()
	if start.Answer != sandbox.No && main.ProgramKnown() {
		start = main.Program()
	}
	if start.Answer == sandbox.No {
		return start, nil
	}
	return v, nil
}

// answerJSON is the answer to one question in the machine format.
type answerJSON struct {
	Unit    string      `json:"unit"`
	Action  string      `json:"action"`
	Arg     string      `json:"arg"`
	Allowed *bool       `json:"allowed"`
	Error   string      `json:"error,omitempty"`
	Hidden  bool        `json:"hidden,omitempty"`
	Reason  string      `json:"reason,omitempty"`
	Systemd int         `json:"systemd"`
	Because []placeJSON `json:"because"`
}

// placeJSON is an assignment that decided.
type placeJSON struct {
	Directive string `json:"directive"`
	File      string `json:"file"`
	Line      int    `json:"line"`
}

func (p program) printAnswer(f canFlags, s *sandbox.Sandbox, action, argument string, v sandbox.Verdict) error {
	if f.format == "json" {
		return p.printAnswerJSON(s, action, argument, v)
	}
	word := map[sandbox.Answer]string{sandbox.Yes: "yes", sandbox.No: "no", sandbox.Unknown: "unknown"}[v.Answer]
	if v.Error != "" {
		word += " (" + v.Error + ")"
	}
	text := word + ": " + v.Reason + "\n"
	for _, a := range v.Because {
		file, line := placeOf(a)
		text += fmt.Sprintf("  %s:%d: %s=%s\n", file, line, a.Key, a.Value)
	}
	for line := range strings.Lines(text) {
		if _, err := fmt.Fprintln(p.stdout, report.Clean(strings.TrimSuffix(line, "\n"))); err != nil {
			return err
		}
	}
	return nil
}

func (p program) printAnswerJSON(s *sandbox.Sandbox, action, argument string, v sandbox.Verdict) error {
	answer := answerJSON{
		Unit: s.Unit().Name, Action: action, Arg: argument,
		Error: v.Error, Hidden: v.Hidden, Reason: v.Reason, Systemd: s.Release().Version,
		Because: []placeJSON{},
	}
	if v.Answer != sandbox.Unknown {
		allowed := v.Answer == sandbox.Yes
		answer.Allowed = &allowed
	}
	for _, a := range v.Because {
		file, line := placeOf(a)
		answer.Because = append(answer.Because, placeJSON{Directive: a.Key, File: file, Line: line})
	}
	return report.NewJSONEncoder(p.stdout).Encode(answer)
}

// placeOf returns where an assignment begins.
func placeOf(a *unit.Assignment) (file string, line int) {
	at := a.KeyRange
	return at.File.Path, at.StartPosition().Line
}
