package invocation

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/unitlint/unitlint/lint/unit"
)

// setsVariables tells that a unit sets variables for its processes, or may pass some on (systemd.exec(5)).
func setsVariables(u *unit.Unit) bool {
	return slices.ContainsFunc([]string{"Environment", "EnvironmentFile", "PassEnvironment", "PAMName"}, func(directive string) bool {
		return len(u.All(u.ExecSection(), directive)) > 0
	})
}

// ofSystemd are variables that systemd sets for a service by itself (systemd.exec(5), environment variables in spawned processes).
var ofSystemd = []string{
	"PATH", "LANG", "USER", "LOGNAME", "HOME", "SHELL", "INVOCATION_ID", "TERM", "LISTEN_FDS", "NOTIFY_SOCKET", "WATCHDOG_USEC", "MAINPID",
	"JOURNAL_STREAM", "SERVICE_RESULT", "EXIT_CODE", "EXIT_STATUS", "SYSTEMD_EXEC_PID",
}

// byDefault returns what an expansion such as "${NAME:-word}" holds of a variable that the script does not set: the word, where nobody
// else sets variables for the script either.
func (r *scriptReader) byDefault(p *syntax.ParamExp) (string, bool) {
	name := p.Param.Value
	isDefault := p.Exp.Op == syntax.DefaultUnset || p.Exp.Op == syntax.DefaultUnsetOrNull
	if !r.alone || !isDefault || !syntax.ValidName(name) || slices.Contains(ofSystemd, name) || strings.HasSuffix(name, "_DIRECTORY") {
		return "", false
	}
	word := r.literal(p.Exp.Word)
	return word.Text, word.Known
}
