package main

import (
	"context"
	"embed"
	"fmt"
	"strings"

	"github.com/urfave/cli/v3"
)

// The scripts ask the program what it offers, so that they are the same for all commands.
//
//go:embed completion
var completionScripts embed.FS

// shells are those with a script, and its file.
var shells = []struct{ name, file string }{
	{"bash", "completion/unitlint.bash"},
	{"fish", "completion/unitlint.fish"},
	{"powershell", "completion/unitlint.ps1"},
	{"zsh", "completion/unitlint.zsh"},
}

func shellNames() []string {
	names := make([]string, 0, len(shells))
	for _, s := range shells {
		names = append(names, s.name)
	}
	return names
}

// completionCommand prints the script that has a shell complete command lines.
func (p program) completionCommand() *cli.Command {
	var bare bool
	return p.command(&cli.Command{
		Name:      "completion",
		ArgsUsage: "SHELL",
		Usage:     "Print the script with which a shell completes command lines",
		Description: `Prints a script that has bash, fish, powershell or zsh complete commands, flags,
their values and the names of rules. Where unitlint comes as a package, the
script is in its place already.`,
		Metadata: examples(`  source <(unitlint completion bash)         # in ~/.bashrc
  source <(unitlint completion zsh)          # in ~/.zshrc, after compinit
  unitlint completion fish | source          # in ~/.config/fish/config.fish
  unitlint completion powershell | Out-String | Invoke-Expression   # in $PROFILE`),
		Flags:        []cli.Flag{switchFlag(&bare, "no-descriptions", "offer words without what they mean")},
		ArgValidator: counted(0, 1, "one shell"),
		Action: func(_ context.Context, c *cli.Command) error {
			name := c.Args().First()
			if name == "" {
				return p.printHelp(c)
			}
			for _, s := range shells {
				if s.name == name {
					return p.printScript(s.file, bare)
				}
			}
			return oneOf("completion", name, shellNames())
		},
	})
}

func (p program) printScript(file string, bare bool) error {
	script, err := completionScripts.ReadFile(file)
	if err != nil {
		return fmt.Errorf("printing a script: %w", err)
	}
	text := string(script)
	if bare {
		text = strings.ReplaceAll(text, withDescriptions, withoutDescriptions)
	}
	_, err = fmt.Fprint(p.stdout, text)
	return err
}
