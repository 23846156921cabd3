package value

import (
	"fmt"
	"iter"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/fault"
)

// QuotesInValue flags quotes that become part of a value without any message.
var QuotesInValue = rule(lint.Rule{
	ID:       "quotes-in-value",
	Summary:  "Quotes that become part of the value",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("The value takes effect with the fix: the service has not run with this user, file or name."),
	Doc: lint.Doc{
		Text: `Only lists of words and commands know quotes. In settings of one value, such as User=, PIDFile= and SyslogIdentifier=, quotes are
ordinary characters: User="www-data" is the user whose name has quotes in it, and PIDFile="/run/x.pid" a relative path below /run.
systemd loads such a unit without a message.`,
		Symptom:    `The service fails with 217/USER, its PID file is not found, or its log lines have quotes in their identifier.`,
		Bad:        "[Service]\nExecStart=/usr/bin/example\nSyslogIdentifier=\"example\"\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nSyslogIdentifier=example\n",
		Fix:        "Leave the quotes out.",
		References: []string{"systemd.syntax(7)"},
	},
	Check: func(p *lint.Pass) {
		eachProblem(p, "quotes-in-value", func(a *unit.Assignment, problem value.Problem) {
			f := problemFinding(a, problem)
			f.Severity, f.Symptom = finding.Error, "The service fails to start with the status 217/USER."
			p.Report(f)
		})
		for a := range effective(p.Unit) {
			if keepsQuotes(a) {
				p.Report(quotedFinding(a))
			}
		}
	},
})

// quoteKeepers are the kinds of one value that systemd takes with quotes and
// all; of texts, only those that others match against.
var quoteKeepers = map[catalog.Kind]bool{
	catalog.KindPIDFile: true, catalog.KindCondition: true, catalog.KindSecurityLabel: true,
}

var quoteKeepingTexts = map[string]bool{
	"SyslogIdentifier": true, "UtmpIdentifier": true, "PAMName": true, "SmackLabel": true, "TCPCongestion": true,
}

// effective returns the assignments that systemd merges.
func effective(u *unit.Unit) iter.Seq[*unit.Assignment] {
	return func(yield func(*unit.Assignment) bool) {
		for _, a := range u.Assignments {
			if a.Reach == unit.Counts && a.Directive != nil && !yield(a) {
				return
			}
		}
	}
}

func keepsQuotes(a *unit.Assignment) bool {
	v := a.Value
	quoted := len(v) > 2 && (v[0] == '"' || v[0] == '\'') && v[len(v)-1] == v[0]
	return quoted && (quoteKeepers[a.Directive.Kind] || quoteKeepingTexts[a.Key])
}

func quotedFinding(a *unit.Assignment) finding.Finding {
	bare := a.Value[1 : len(a.Value)-1]
	f := finding.Finding{
		Directive: a.Key,
		Range:     a.ValueRange(),
		Message:   fmt.Sprintf("The quotes are part of the value of '%s=': systemd does not take them off here.", a.Key),
		Symptom:   "The setting does not match what it should, without any message.",
		Fix: &finding.Fix{
			Title: "Leave the quotes out",
			Edits: []finding.Edit{{Range: a.ValueRange(), NewText: bare}},
		},
	}
	if a.Directive.Kind == catalog.KindPIDFile {
		f.Severity = finding.Error
		f.Symptom = "The path is relative with its quote in front, so that systemd looks for it below /run and does not find it: the start times out."
	}
	return f
}

// VariableNotExpanded flags $VARIABLES where systemd replaces none.
var VariableNotExpanded = rule(lint.Rule{
	ID:         "variable-not-expanded",
	Summary:    "Variable where systemd expands none",
	Severity:   finding.Warning,
	Confidence: finding.Certain,
	Doc: lint.Doc{
		Text: `systemd replaces $VARIABLES only in the arguments of commands, not in the name of the program. Everywhere else, in
Environment= too, "$HOME" is five characters, and a variable that is set to "$PATH:/opt/bin" keeps no other directory. "~" is
never a home directory, and "$$" is one dollar sign in commands alone. Nothing is logged.`,
		Symptom:    "The program finds a directory with the name $HOME, or none of its commands.",
		Bad:        "[Service]\nEnvironment=XDG_CACHE_HOME=$HOME/.cache\nExecStart=/usr/bin/example\n",
		Good:       "[Service]\nEnvironment=XDG_CACHE_HOME=%h/.cache\nExecStart=/usr/bin/example\n",
		Fix:        "Use a specifier such as %h, write the value out, or set the variable in a shell script that starts the program.",
		References: []string{"systemd.exec(5)", "systemd.service(5)", "systemd.unit(5)"},
	},
	Check: func(p *lint.Pass) {
		checkVariableNotExpanded(p)
		eachCommand(p, func(a *unit.Assignment, command *value.Command) { reportVariableProgram(p, a, command) })
	},
})

// reportVariableProgram reports a variable in the name of the program, where
// systemd replaces none at any release (systemd.service(5), "COMMAND LINES").
func reportVariableProgram(p *lint.Pass, a *unit.Assignment, command *value.Command) {
	if !strings.Contains(command.Path.Text, "$") || command.PathUndecidable || command.ThroughShell {
		return // as nearly all are
	}
	name := programVariable.FindString(command.Path.Text)
	if name == "" {
		return
	}
	f := finding.Finding{
		Directive: a.Key, Severity: finding.Error, Confidence: finding.Likely,
		Range:   a.Span(command.Path.Start, command.Path.End),
		Message: fmt.Sprintf("'%s' in the name of the program is not expanded: systemd replaces variables in the arguments alone.", name),
		Symptom: fmt.Sprintf("The command fails with the status 203/EXEC: there is no program '%s'.", command.Path.Text),
		Advice:  "Write the path out, or start the program with '/usr/bin/env' or from a shell, which get it as an argument.",
	}
	if command.IgnoreFailure {
		f.Severity, f.Symptom = finding.Warning, "The command never runs, and the unit goes on without it."
	}
	p.Report(f)
}

var programVariable = regexp.MustCompile(`\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})`)

// variableKinds are the kinds in which a '$' is taken without a message and is
// hardly ever meant.
var variableKinds = map[catalog.Kind]bool{
	catalog.KindEnvironment: true, catalog.KindUser: true, catalog.KindGroup: true, catalog.KindGroupList: true,
	catalog.KindDirectories: true, catalog.KindPIDFile: true, catalog.KindJournalFields: true,
}

func checkVariableNotExpanded(p *lint.Pass) {
	for a := range effective(p.Unit) {
		if a.Directive.Kind == catalog.KindEnvironment && len(a.Placeholders) == 0 {
			reportLiterals(p, a)
		}
		if strings.IndexByte(a.Value, '$') < 0 {
			continue // as nearly all are
		}
		if !variableKinds[a.Directive.Kind] && !quoteKeepingTexts[a.Key] || len(a.Placeholders) > 0 {
			continue
		}
		start, end := variableIn(a.Value)
		if start == end {
			continue
		}
		name := a.Value[start:end]
		f := finding.Finding{
			Directive: a.Key,
			Range:     a.Span(start, end),
			Message:   fmt.Sprintf("'%s' is not expanded in '%s=': systemd replaces variables only in the arguments of commands.", name, a.Key),
			Symptom:   fmt.Sprintf("The program sees the characters '%s'.", name),
			Advice:    "Write the value out, or use a specifier of systemd.unit(5).",
		}
		if a.Directive.Kind == catalog.KindEnvironment && laterExpanded(p.Unit, a, start) {
			continue
		}
		if home := strings.Trim(name, "${}"); home == "HOME" {
			f.Advice = "'%h' is the home directory of the service manager's user; for the user of User= write the path out."
		}
		p.Report(f)
	}
}

// reportLiterals reports what is special elsewhere and stays as it is in the
// values of variables: "~" for a home directory, and "$$" for a dollar sign.
func reportLiterals(p *lint.Pass, a *unit.Assignment) {
	for _, assignment := range a.Verdict.Variables() {
		f := finding.Finding{Directive: a.Key, Confidence: finding.Likely, Range: a.Span(assignment.Start, assignment.End)}
		switch text := assignment.Value.Text; {
		case strings.HasPrefix(text, "~/") || strings.Contains(text, ":~/"):
			f.Message = fmt.Sprintf("'~' is not expanded in the value of '%s': only a shell makes a home directory of it.", assignment.Name)
			f.Symptom = "The program finds no such directory, or makes one with the name '~'."
			f.Advice = "Write the path out; '%h' is the home directory of the service manager's user."
		case strings.Contains(text, "$$") && !strings.HasSuffix(text, "$$"):
			f.Severity = finding.Note
			f.Message = fmt.Sprintf("The value of '%s' has two dollar signs: '$$' stands for one in commands only.", assignment.Name)
			f.Advice = "Write one dollar sign, if one is meant."
		default:
			continue
		}
		p.Report(f)
	}
}

// variableIn returns the place of the first $NAME or ${NAME}; start and end are
// equal where there is none. Names of one lower-case letter or digit, as in
// regular expressions and prompts, do not count.
func variableIn(text string) (start, end int) {
	for i := 0; i+1 < len(text); i++ {
		if text[i] != '$' || i > 0 && (text[i-1] == '$' || text[i-1] == '\\') {
			continue
		}
		from, closing := i+1, 0
		if text[from] == '{' {
			from, closing = from+1, 1
		}
		to := from
		for to < len(text) && (text[to] == '_' || text[to] >= 'A' && text[to] <= 'Z' || to > from && text[to] >= '0' && text[to] <= '9') {
			to++
		}
		if to-from < 2 || closing == 1 && (to == len(text) || text[to] != '}') {
			continue
		}
		return i, to + closing
	}
	return 0, 0
}

// laterExpanded tells whether a shell of the unit's commands evaluates the
// variable that the text is assigned to.
func laterExpanded(u *unit.Unit, a *unit.Assignment, at int) bool {
	for _, assignment := range a.Verdict.Variables() {
		if at < assignment.Start || at >= assignment.End {
			continue
		}
		for _, command := range u.Assignments {
			if command.Directive != nil && command.Directive.Kind == catalog.KindExec && strings.Contains(command.Value, "eval") &&
				strings.Contains(command.Value, assignment.Name) {
				return true
			}
		}
	}
	return false
}

// DirectiveInEnvironment flags variables that have a directive's name.
var DirectiveInEnvironment = rule(lint.Rule{
	ID:       "directive-in-environment",
	Summary:  "Directive that was written into Environment=",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `Environment= takes variables for the program. A directive inside of it, as in Environment="AmbientCapabilities=CAP_NET_BIND_SERVICE", sets a
variable that nobody reads, and systemd does not act on it.`,
		Symptom:    "The setting has no effect, without any message.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\nEnvironment=\"LimitNOFILE=65536\"\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nLimitNOFILE=65536\n",
		Fix:        "Put the directive on a line of its own.",
		References: []string{"systemd.exec(5)"},
	},
	Check: checkDirectiveInEnvironment,
})

func checkDirectiveInEnvironment(p *lint.Pass) {
	section := p.Unit.ExecSection()
	for a := range effective(p.Unit) {
		if a.Directive.Kind != catalog.KindEnvironment {
			continue
		}
		for _, assignment := range a.Verdict.Variables() {
			if catalog.Lookup(section, assignment.Name) == nil || !mixedCase(assignment.Name) {
				continue
			}
			p.Report(finding.Finding{
				Directive: a.Key,
				Range:     a.Span(assignment.Start, assignment.End),
				Message:   fmt.Sprintf("'%s' is a directive: in 'Environment=' it sets a variable of that name and nothing else.", assignment.Name),
				Symptom:   fault.Loss(assignment.Name),
				Advice:    fmt.Sprintf("Put '%s=' on a line of its own.", assignment.Name),
			})
		}
	}
}

// mixedCase tells a directive's name from a variable's: it has small letters,
// and a capital one inside.
func mixedCase(name string) bool {
	return strings.ToUpper(name) != name && len(name) > 1 && strings.ToLower(name[1:]) != name[1:]
}

// CommaBetweenAssignments flags quoted assignments that a comma joins into one.
var CommaBetweenAssignments = rule(lint.Rule{
	ID:       "comma-between-assignments",
	Summary:  "Comma that joins two environment assignments",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("The program gets other variables than it has run with."),
	Doc: lint.Doc{
		Text: `The assignments of Environment= are separated by blanks. After a closing quote a word goes on, so that "A=1","B=2" is one assignment: A
becomes the text "1,B=2". A comma before a blank is part of the value as well.`,
		Symptom:    "One variable has a strange value, the other is not set.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\nEnvironment=\"LANG=C\",\"TZ=UTC\"\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nEnvironment=\"LANG=C\" \"TZ=UTC\"\n",
		Fix:        "Put a blank instead of the comma.",
		References: []string{"systemd.exec(5)", "systemd.syntax(7)"},
	},
	Check: checkCommaBetweenAssignments,
})

func checkCommaBetweenAssignments(p *lint.Pass) {
	for a := range effective(p.Unit) {
		switch a.Directive.Kind {
		case catalog.KindEnvironment, catalog.KindJournalFields:
			if !reportCommaInside(p, a) {
				reportCommaBehind(p, a)
			}
		}
	}
}

// reportCommaInside reports a comma between two quoted assignments without a blank.
func reportCommaInside(p *lint.Pass, a *unit.Assignment) bool {
	for _, joint := range []string{`","`, `','`, `";"`} {
		at := strings.Index(a.Value, joint)
		if at < 0 || !strings.Contains(a.Value[:at], "=") || !strings.Contains(a.Value[at:], "=") {
			continue
		}
		comma := a.Span(at+1, at+2)
		p.Report(finding.Finding{
			Directive: a.Key,
			Range:     a.Span(at, at+len(joint)),
			Message:   fmt.Sprintf("The comma joins two assignments of '%s=' into one: the first variable takes in the second.", a.Key),
			Symptom:   "The first variable has a strange value, and the second is not set.",
			Fix:       &finding.Fix{Title: "Put a blank instead of the comma", Edits: []finding.Edit{{Range: comma, NewText: " "}}},
		})
		return true
	}
	return false
}

// reportCommaBehind reports a comma outside of quotes that ends an assignment before
// another one: it is part of the value. A value that is nothing else is meant.
func reportCommaBehind(p *lint.Pass, a *unit.Assignment) {
	words, err := value.Split(a.Value, a.Directive.Tokenizer)
	if err != nil {
		return
	}
	for i, word := range words[:max(len(words)-1, 0)] {
		name, text, assigns := strings.Cut(word.Text, "=")
		last := a.Value[word.End-1]
		if !assigns || len(text) < 2 || last != ',' && last != ';' || !strings.Contains(words[i+1].Text, "=") {
			continue
		}
		sign := a.Span(word.End-1, word.End)
		p.Report(finding.Finding{
			Directive: a.Key,
			Range:     sign,
			Message:   fmt.Sprintf("The '%c' belongs to the value of '%s': only blanks part the assignments of '%s='.", last, name, a.Key),
			Symptom:   fmt.Sprintf("'%s' has the value '%s'.", name, text),
			Fix:       &finding.Fix{Title: "Leave it out", Edits: []finding.Edit{{Range: sign, NewText: ""}}},
		})
	}
}
