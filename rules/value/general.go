package value

import (
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
)

// InvalidValueID is the rule that takes the faults without a rule of their own.
const InvalidValueID = "invalid-value"

// InvalidValue flags values that systemd does not take, in whole or in part.
var InvalidValue = rule(lint.Rule{
	ID:       InvalidValueID,
	Summary:  "Value that systemd does not take",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("What was meant is a guess from the spelling, and it takes effect with the fix."),
	Doc: lint.Doc{
		Text: `Each directive has its grammar. A value that does not fit is dropped, in whole or word by word,
with a line in the journal that nobody reads, and the unit starts as if the line were not there. Of a directive
that protects the system, that is an error: the protection is not active.

A few directives are graver: systemd refuses the unit, or stops reading a drop-in at that line.`,
		Symptom: `The journal has "Failed to parse boolean value, ignoring: ture" (since 257 "Failed to parse PrivateTmp=ture, ignoring"), and the ` +
			`service runs without its own /tmp.`,
		Bad:        "[Service]\nExecStart=/usr/bin/example\nPrivateTmp=ture\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nPrivateTmp=true\n",
		Fix:        "Write the value as the manual page of the directive says.",
		References: []string{"systemd.syntax(7)", "systemd.directives(7)"},
	},
})

// PathNotAbsolute flags paths that systemd does not take because of how they
// begin or because of "..".
var PathNotAbsolute = rule(lint.Rule{
	ID:       "path-not-absolute",
	Summary:  "Path that is not of the form that the directive wants",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("The directory is made with the fix, and given to the service's user."),
	Doc: lint.Doc{
		Text: `Paths must begin with "/" and must not contain "..". Nothing is expanded but specifiers: "~", "$HOME" and
quotes are ordinary characters. A path that is not absolute is dropped; in WorkingDirectory=, RootDirectory= and RootImage= it makes
systemd refuse the unit. The directories of StateDirectory= and its kin are the other way round: they are relative to a fixed base.`,
		Symptom:    `The journal has "ReadWritePaths= path is not absolute, ignoring: var/lib/example", and writing fails with EROFS.`,
		Bad:        "[Service]\nExecStart=/usr/bin/example\nProtectSystem=strict\nReadWritePaths=var/lib/example\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nProtectSystem=strict\nReadWritePaths=/var/lib/example\n",
		Fix:        "Write the whole path; %h is the home directory of the service manager's user, %S, %C and %L the directories for state, cache and logs.",
		References: []string{"systemd.exec(5)", "systemd.unit(5)"},
	},
	Check: checkPathNotAbsolute,
})

// BadCommandLine flags commands that systemd refuses.
var BadCommandLine = rule(lint.Rule{
	ID:       "bad-command-line",
	Summary:  "Command line that systemd refuses",
	Severity: finding.Error,
	Doc: lint.Doc{
		Text: `The first word of a command is an absolute path or the plain name of a program; a relative path with a slash,
a directory, and a name with quotes or backslashes in it are refused, and with them the unit. With the prefix "-" only the command is dropped.`,
		Symptom:    `The unit has the load state "bad-setting", and the journal has "Neither a valid executable name nor an absolute path".`,
		Bad:        "[Service]\nExecStart=bin/example\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\n",
		Fix:        "Write the whole path of the program.",
		References: []string{"systemd.service(5)"},
	},
})

// BadSpecifier flags a percent sign that begins no specifier.
var BadSpecifier = rule(lint.Rule{
	ID:       "bad-specifier",
	Summary:  "Percent sign before something that is no specifier",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("Whether a percent sign or another specifier was meant is not known, and the line takes effect with the fix."),
	Doc: lint.Doc{
		Text: `"%" and a letter or digit is a specifier. One that does not exist makes systemd drop the value, or refuse the unit where it stands in
a command, a user's name or a working directory. In text that is not meant for systemd, such as URLs, dates and percentages, each percent sign is doubled.`,
		Symptom:    `The journal has "Failed to resolve unit specifiers in 'https://example.org/a%20b', ignoring: Invalid slot".`,
		Bad:        "[Service]\nExecStart=/usr/bin/example --url https://example.org/a%20b\n",
		Good:       "[Service]\nExecStart=/usr/bin/example --url https://example.org/a%%20b\n",
		Fix:        "Double the percent sign.",
		References: []string{"systemd.unit(5)"},
	},
})

// EmptyValueIgnored flags empty values where the directive has no default to
// go back to.
var EmptyValueIgnored = rule(lint.Rule{
	ID:       "empty-value-ignored",
	Summary:  "Empty value that does not bring back the default",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `An empty value resets a list, and takes back many settings. For booleans and some other kinds it means nothing:
systemd ignores the line with a warning, and what was set before stays in effect. DynamicUser= even makes it refuse the unit.`,
		Symptom:    `The journal has "Failed to parse boolean value, ignoring:", and the setting keeps its earlier value.`,
		Bad:        "[Service]\nExecStart=/usr/bin/example\nPrivateTmp=\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nPrivateTmp=no\n",
		Fix:        "Write the value that was meant.",
		References: []string{"systemd.exec(5)"},
	},
})

// ValueWithNotice flags values that systemd takes for something else, or with a
// warning.
var ValueWithNotice = rule(lint.Rule{
	ID:       "value-with-notice",
	Summary:  "Value that systemd takes, but remarks on",
	Severity: finding.Note,
	Fixes: finding.SomeSafeFixes("/run is /var/run on every release. Another word that systemd takes for an old one is unsafe: older releases know a " +
		"difference."),
	Doc: lint.Doc{
		Text: `Some values are old or unwise. systemd takes them, says so in the journal, and may take them for something else:
paths below /var/run become paths below /run, the output "syslog" goes to the journal, and KillMode=none leaves processes behind.`,
		Symptom:    `The journal has "Standard output type syslog is obsolete, automatically updating to journal".`,
		Bad:        "[Service]\nExecStart=/usr/bin/example\nStandardOutput=syslog\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nStandardOutput=journal\n",
		Fix:        "Write what systemd takes it for.",
		References: []string{"systemd.exec(5)", "systemd.kill(5)"},
	},
})
