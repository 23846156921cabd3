package merge

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
)

// AliasIgnored flags links that systemd does not take for aliases.
var AliasIgnored = rule(lint.Rule{
	ID:       "alias-ignored",
	Summary:  "Link between units that systemd ignores",
	Category: finding.Reference,
	Doc: lint.Doc{
		Text: `A link from one unit name to another is an alias. Since systemd 243 it must lead to
the same type of unit, from a plain name to a plain name, from a template to a template,
or from an instance to its template or to the same instance; only services, sockets,
targets, devices, timers and paths can have aliases. Other links are ignored with a
message at most, and the name is then taken from a directory of lower priority, or not
found.`,
		Symptom: `"Unit alias.service could not be found", or another file is in effect.`,
		Bad: `-- etc/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
-- etc/systemd/system/example.socket --
-> example.service
`,
		Good: `-- etc/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
-- etc/systemd/system/alias.service --
-> example.service
`,
		Fix: "Remove the link, or write a unit.",
	},
	Check: func(p *lint.Pass) {
		for _, link := range p.Unit.Ignored {
			if link.Self {
				continue
			}
			p.Report(finding.Finding{
				Range:   placeOfLink(p, link.Path),
				Message: fmt.Sprintf("systemd ignores the link '%s' to '%s': %s.", p.Unit.Tree.Display(link.Path), link.Target, link.Reason),
				Symptom: "The name is not found, or taken from a directory of lower priority.",
				Advice:  "Remove the link, or write a unit of that name.",
			})
		}
	},
})

// placeOfLink is a place for a link, whatever it leads to.
func placeOfLink(p *lint.Pass, name string) source.Range {
	return source.New(p.Unit.Tree.Display(name), nil).Range(0, 0)
}

// UnitUnreadable flags units whose file is none that systemd could read.
var UnitUnreadable = rule(lint.Rule{
	ID:       "unit-unreadable",
	Summary:  "Unit whose file is no regular file, or a link that leads nowhere",
	Category: finding.Reference,
	Severity: finding.Error,
	Doc: lint.Doc{
		Text: `A unit is a regular file, or a link that leads to one. A link to a file that is not
there hides files of the same name in directories of lower priority, and the unit is not
found. Links in a loop, directories and other kinds of files cannot be loaded either.

Nothing outside of the tree is read, and no special file is opened: a link that leads out
of it ends the run with status 2. A link to a unit that another package may install is
told and not reported, unless the tree is known to be a whole system.`,
		Symptom: `"systemctl status" shows "Loaded: not-found" or "Loaded: error".`,
		Bad: `-- etc/systemd/system/example.service --
-> example.service
`,
		Good: `-- etc/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
`,
		Fix: "Replace it with a file, or remove it.",
	},
	Check: checkUnreadable,
})

// unreadable says in words why a unit has no file, by the fault.
var unreadable = []struct {
	fault  error
	reason string
}{
	{locate.ErrLinkLoop, "its links lead in a loop"},
	{locate.ErrTooManyAliases, "its aliases lead in a loop, or over more than 8 links"},
}

func checkUnreadable(p *lint.Pass) {
	u := p.Unit
	if u.State != locate.NotFound && u.State != locate.Error {
		return
	}
	reason := ""
	for _, known := range unreadable {
		if errors.Is(u.Err, known.fault) {
			reason = known.reason
		}
	}
	blamed := u.ErrPath
	switch {
	case errors.Is(u.Err, locate.ErrNotRegular):
		reason = "it is " + u.Err.Error()
	case errors.Is(u.Err, fs.ErrNotExist) && certainlyDangling(p):
		reason = "the link leads to a file that is not in the tree"
	case u.Err == nil && len(u.Ignored) > 0 && u.Ignored[0].Self:
		reason, blamed = "the link leads to itself", u.Ignored[0].Path
	}
	if reason == "" {
		return
	}
	p.Report(finding.Finding{
		Range:   placeOfLink(p, blamed),
		Message: fmt.Sprintf("'%s' cannot be loaded: %s.", u.Name, reason),
		Symptom: "systemd does not find the unit, or fails to load it.",
		Advice:  "Replace it with a file, or remove it.",
	})
}

// certainlyDangling tells whether no other package can bring the target of a
// dangling link: the tree is a whole system, or the target is no unit at all.
func certainlyDangling(p *lint.Pass) bool {
	if p.Host.Complete() {
		return true
	}
	said, err := p.Unit.Tree.Readlink(p.Unit.ErrPath)
	return err == nil && !locate.ValidName(path.Base(said))
}

// DependencyLink flags entries of .wants directories and the like that systemd
// passes over.
var DependencyLink = rule(lint.Rule{
	ID:       "dependency-not-a-link",
	Summary:  "Entry of a .wants or .requires directory that is no link",
	Category: finding.Reference,
	Doc: lint.Doc{
		Text: `The entries of foo.target.wants/, .requires/ and .upholds/ must be symbolic links;
their names are the dependencies. A plain file there is passed over with a warning, and
its content is never read.`,
		Symptom: `The dependency does not exist; the journal says "dependency dropin … unexpectedly a regular file, ignoring".`,
		Bad: `-- usr/lib/systemd/system/example.target --
[Unit]
Description=Example
-- etc/systemd/system/example.target.wants/example.service --
[Service]
ExecStart=/usr/bin/example
`,
		Good: `-- usr/lib/systemd/system/example.target --
[Unit]
Description=Example
-- etc/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
-- etc/systemd/system/example.target.wants/example.service --
-> ../example.service
`,
		Fix: "Make it a link to the unit.",
	},
	Check: func(p *lint.Pass) {
		for _, links := range [][]locate.DependencyLink{p.Unit.Wants, p.Unit.Requires, p.Unit.Upholds} {
			for _, link := range links {
				if !link.NotLink || !locate.ValidName(link.Unit) {
					continue
				}
				p.Report(finding.Finding{
					Range:   placeIn(p, link.Path),
					Message: fmt.Sprintf("'%s' is no symbolic link, so systemd passes over it.", p.Unit.Tree.Display(link.Path)),
					Symptom: fmt.Sprintf("'%s' does not pull in '%s'.", p.Unit.Name, link.Unit),
					Advice:  fmt.Sprintf("Put the unit into '%s' and link to it.", strings.TrimSuffix(path.Dir(path.Dir(link.Path)), "/")),
				})
			}
		}
	},
})
