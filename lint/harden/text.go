package harden

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
)

// Mark begins the first line of every drop-in that is written: a file with it may
// be written over.
const Mark = "# Made by 'unitlint harden'"

// Text returns the drop-in as a file: a head that says what it rests on and how to
// put it into place, then each protection with its reason, and as comments those
// that were left out with the need that asks for it.
func (r *Result) Text() string {
	var b strings.Builder
	r.writeHead(&b)
	b.WriteString("\n[" + r.Subject.unit().ExecSection() + "]\n")
	for _, g := range r.Groups {
		g.write(&b)
	}
	return b.String()
}

func (r *Result) writeHead(b *strings.Builder) {
	u := r.Subject.unit()
	place := "/" + u.CandidatePath()
	var targets []string
	for _, e := range r.Subject.Editions {
		targets = append(targets, e.Target.Name)
	}
	comment(b, strings.TrimPrefix(Mark, "# ")+" for "+u.ID+", level "+string(r.Subject.Level)+", for "+strings.Join(targets, ", ")+".")
	if r.Before >= 0 {
		comment(b, fmt.Sprintf("Exposure as 'systemd-analyze security' computes it: %s before, %s after.", exposure.Format(r.Before), exposure.Format(r.After)))
	}
	comment(b, r.knowledge())
	if others := r.Subject.runsOthers(); others != "" {
		comment(b, "Mind: "+others+" inherit this sandbox, whatever they need; --level careful leaves them more.")
	}
	name, manager := running(u.ID), ""
	if u.Scope == locate.User {
		manager = " --user"
	}
	apply := "systemctl" + manager + " daemon-reload && systemctl" + manager + " restart " + name
	instruction(b, "Put into place: save as "+place+"; "+apply)
	instruction(b, "Test: systemctl"+manager+" status "+name+"; then let it do all of its work, a reload and a rotation of its logs included.")
	instruction(b, "Ask why: journalctl"+manager+" -b -o json -u "+name+" | unitlint why"+manager+" --root / "+u.ID)
	instruction(b, "Take back: rm "+place+"; "+apply)
}

// running is what systemctl and journalctl are asked for: the unit, or of a
// template, which never runs itself, all instances that do.
func running(id string) string {
	name := locate.ParseName(id)
	if name.Form != locate.Template {
		return id
	}
	return "'" + name.WithInstance("*").String() + "'"
}

// knowledge says what the drop-in rests on, and what nobody looked at.
func (r *Result) knowledge() string {
	var known []string
	for _, p := range r.Subject.assessment.Profiles {
		known = append(known, p.Title)
	}
	read := r.Subject.filesRead()
	switch {
	case len(known) == 0 && read == "":
		return "Known: the unit's own text alone; the program is in no profile, so that only what nearly every service gets by with is set."
	case len(known) == 0:
		return "Known: the unit's own text and " + read + "; the program is in no profile."
	case read != "":
		read = ", and " + read
	}
	return "Known: the unit's own text, what is recorded of " + strings.Join(known, ", ") + " as packaged" + read +
		"; what you configured beyond that may need more."
}

// filesRead names the files of the program that were read, or is "".
func (s *Subject) filesRead() string {
	var read []string
	if shipped := s.assessment.Shipped(); shipped != "" {
		read = append(read, "what "+shipped+" shows")
	}
	if s.assessment.Machine == nil {
		return strings.Join(read, ", ")
	}
	if s.assessment.Machine.Read() {
		read = append(read, "the program's own file")
	}
	if s.assessment.Machine.Shipped() {
		read = append(read, "its package")
	}
	if files := s.assessment.Machine.Configured(); len(files) > 0 {
		read = append(read, strings.Join(files, ", "))
	}
	return strings.Join(read, ", ")
}

func (g Group) write(b *strings.Builder) {
	reason := ""
	for _, s := range g.Settings {
		if s.Reason != reason {
			b.WriteString("\n")
			reason = s.Reason
			comment(b, reason)
		}
		if s.Live {
			b.WriteString(s.Name + "=" + s.Value + "\n")
			continue
		}
		comment(b, s.Name+"="+s.Value+" ("+strings.Join(s.Targets, ", ")+" alone)")
	}
	if len(g.Settings) == 0 && len(g.Omitted) > 0 {
		b.WriteString("\n")
	}
	for _, o := range g.Omitted {
		comment(b, o.String())
	}
}

// String words what was left out and why.
func (o Omission) String() string {
	text := o.Name + "=" + o.Value + " is left out: the service " + o.Need.Why
	if o.Argument != "" && !strings.Contains(o.Need.Why, o.Argument) {
		text += " (" + strings.TrimSpace(string(o.Need.Kind)+" "+o.Argument) + ")"
	}
	for _, e := range o.Evidence() {
		if e.File == "" {
			text += "; " + e.Message
		} else {
			text += fmt.Sprintf("; %s, %s:%d", e.Message, e.File, e.Line)
		}
	}
	return text + "."
}

// Evidence returns where the need is known from that asks for the omission.
func (o Omission) Evidence() []finding.Evidence {
	e := o.Need.Evidence
	var found []finding.Evidence
	switch {
	case e.Declared:
		found = append(found, finding.Evidence{Message: "the configuration says so"})
	case e.Profile != "":
		found = append(found, finding.Evidence{Message: strings.TrimSuffix("profile of "+e.Profile+": "+e.Source, ": ")})
	}
	if e.Range.File != nil {
		message := "the unit says so"
		if e.Profile != "" {
			message = "the unit starts it"
		}
		found = append(found, finding.Evidence{Message: message, File: e.Range.File.Path, Line: e.Range.StartPosition().Line})
	}
	return found
}

// width is how long the lines of comments become at most, where words allow.
const width = 120

// comment writes a text as comment lines. Whatever units hold, it stays a comment,
// and nothing in it speaks to a terminal.
func comment(b *strings.Builder, text string) { wrapped(b, text, width) }

// instruction writes a comment line that can be copied as a whole.
func instruction(b *strings.Builder, text string) { wrapped(b, text, len(text)+len("# ")) }

func wrapped(b *strings.Builder, text string, most int) {
	text = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	column := 0
	for _, word := range strings.Fields(text) {
		switch length := len([]rune(word)); {
		case column == 0:
			b.WriteString("# " + word)
			column = len("# ") + length
		case column+1+length > most:
			b.WriteString("\n# " + word)
			column = len("# ") + length
		default:
			b.WriteString(" " + word)
			column += 1 + length
		}
	}
	b.WriteString("\n")
}
