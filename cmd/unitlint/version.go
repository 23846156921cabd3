package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/target"
)

// version is set by the release build.
var version = "0.1.0"

func (p program) versionCommand() *cli.Command {
	return p.command(&cli.Command{
		Name:         "version",
		Usage:        "Print the version, the systemd versions that are known and the targets",
		ArgValidator: noArguments,
		Action: func(context.Context, *cli.Command) error {
			_, err := fmt.Fprintf(p.stdout, "%s\ntargets: %s\n", versionText(), strings.Join(target.Names(), ", "))
			return err
		},
	})
}

func versionText() string {
	text := fmt.Sprintf("unitlint %s", version)
	if info, known := debug.ReadBuildInfo(); known {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				text += fmt.Sprintf(" (%s)", s.Value[:12])
			}
		}
	}
	return fmt.Sprintf("%s, knows systemd %d to %d", text, catalog.Oldest, catalog.Newest)
}
