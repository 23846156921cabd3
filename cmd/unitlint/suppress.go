package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/files"
	"github.com/unitlint/unitlint/lint/fix"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/rules"
)

// mostSuppressed is how large a file may be that a comment is written into, in
// bytes.
const mostSuppressed = 16 << 20

func (p program) suppressCommand() *cli.Command {
	var reason string
	return p.command(&cli.Command{
		Name:      "suppress",
		ArgsUsage: "RULE FILE[:LINE[:COLUMN]]",
		Usage:     "Write a comment that suppresses a finding, with its reason",
		Description: `Writes a comment above the line of a file, as reports name it, that suppresses
the findings of a rule there. At the head of a paragraph, after a blank line,
such a comment holds for the paragraph; without a line it is written at the
head of the file and holds for all of it.`,
		Metadata:     examples(`  unitlint suppress oneshot-restart debian/backup.service:4 --reason "newer systemd takes it"`),
		ArgValidator: counted(2, 2, "a rule and a place in a file"),
		Action: func(_ context.Context, c *cli.Command) error {
			return p.suppress(c.Args().Get(0), c.Args().Get(1), reason)
		},
		Flags: []cli.Flag{
			textFlag(&reason, "reason", "", "why the finding is to stay, in one line (required)"),
		},
	})
}

func (p program) suppress(name, place, reason string) error {
	rule, err := lint.Find(rules.All(), name)
	if err != nil {
		return err
	}
	path, line, err := p.splitPlace(place)
	if err != nil {
		return err
	}
	file := files.PlainNamed(p.dir, p.path(path))
	before, err := file.Read(mostSuppressed)
	if err != nil {
		return fmt.Errorf("suppressing %s: %w", rule.ID, err)
	}
	after, err := fix.Suppress(source.New(path, before), line, rule.ID, reason)
	if err != nil {
		return fmt.Errorf("suppressing %s: %w", rule.ID, err)
	}
	if err := file.Mend(before, after); err != nil {
		return fmt.Errorf("suppressing %s in %s: %w", rule.ID, path, err)
	}
	return nil
}

// splitPlace cuts the line and the column off a place; a file may have colons in
// its name.
func (p program) splitPlace(place string) (path string, line int, err error) {
	numbers := []int{}
	path = place
	for len(numbers) < 2 {
		at := strings.LastIndexByte(path, ':')
		if at <= 0 {
			break
		}
		number, err := strconv.Atoi(path[at+1:])
		if err != nil {
			break
		}
		if number < 1 {
			return "", 0, fmt.Errorf("%s: lines are counted from 1", place)
		}
		path, numbers = path[:at], append(numbers, number)
	}
	if len(numbers) == 0 {
		return path, 0, nil
	}
	return path, numbers[len(numbers)-1], nil
}
