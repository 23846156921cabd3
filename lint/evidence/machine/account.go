package machine

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/need"
)

// account is the sign that somebody else than root is meant to do the work: an
// account that the package makes or gives files to, or that the configuration or
// the program itself names.
func (c *collector) account() (need.Sign, string) {
	for _, f := range c.program.Configuration.Facts {
		if isAccount(f) && !f.Default {
			return need.Sign{Message: "'" + f.Setting.Key + " " + f.Values[0] + "'", Path: f.Setting.Place.File.Path, Place: f.Setting.Place}, f.Values[0]
		}
	}
	if sign, name := c.packagedAccount(); name != "" {
		return sign, name
	}
	if accounts := c.program.Binary.Accounts; len(accounts) > 0 && c.program.Binary.Has("getpwnam") {
		return need.Sign{Message: "names the account " + accounts[0], Path: c.program.Path}, accounts[0]
	}
	return need.Sign{}, ""
}

// isAccount tells that a statement names the account that the program becomes.
func isAccount(f daemon.Fact) bool { return f.Meaning == daemon.User || f.Meaning == daemon.UserID }

// packagedAccount is the sign that the package makes an account or gives files to
// one.
func (c *collector) packagedAccount() (need.Sign, string) {
	if c.program.Package == nil {
		return need.Sign{}, ""
	}
	for _, a := range c.program.Package.Accounts {
		if c.program.Binary.Has("pam_open_session") && strings.Trim(a.Name, "_") != path.Base(c.program.Path) {
			continue // it becomes whoever signs in
		}
		// Programs of one source are often for different users.
		if a.Member == "" || a.Member == c.program.Member {
			return toldSign("its package has files of the account "+a.Name, a.Told), a.Name
		}
	}
	return need.Sign{}, ""
}

// toldSign is the sign that something which is told of the package says.
func toldSign(message string, by packaged.Told) need.Sign {
	switch {
	case by.Place.File != nil:
		return need.Sign{Message: message, Path: by.Place.File.Path, Place: by.Place}
	case by.Entry != "":
		message += ", says its " + by.Entry
	}
	return need.Sign{Message: message, Path: by.Database}
}

// identity records what a program of root needs to become another user: it can,
// and there is one. Of a shell script it is not told which of its commands run.
func (c *collector) identity() {
	sign, name := c.account()
	if name == "" {
		return
	}
	certainty := need.Likely
	if isShell(c.program.Binary.Language()) {
		certainty = need.Possible
	}
	for _, row := range c.program.Binary.Calls() {
		if row.Capability == "CAP_SETUID" || row.Capability == "CAP_SETGID" {
			if slices.Contains(row.Calls, "setgroups") || row.Capability == "CAP_SETUID" && slices.Contains(row.Calls, "setuid|setresuid|setreuid") {
				c.claim(need.Capability, certainty, "becomes the user "+name, []need.Sign{c.imports(row), sign}, row.Capability)
			}
		}
	}
}
