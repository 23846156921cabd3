package main

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/evidence/distribution"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/unit"
)

// explainProgram prints all that is known of the program at an absolute path of a
// tree, and from where.
func (p program) explainProgram(root, name string) error {
	if !strings.HasPrefix(name, "/") {
		return fmt.Errorf("--program %s: expected an absolute path in the tree of --root", name)
	}
	library, err := p.libraryOf(root)
	if err != nil {
		return err
	}
	if root == "" {
		root = "/"
	}
	tree, err := locate.OpenRootFrom(p.dir, root, "")
	if err != nil {
		return err
	}
	defer func() { _ = tree.Close() }() // nothing was written
	service, err := serviceOf(tree, name)
	if err != nil {
		return err
	}
	from := assess.Sources{Library: library}
	if _, err := tree.Stat(strings.TrimPrefix(name, "/")); err != nil {
		from.Distribution = distribution.Builtin()
	}
	assessment := assess.Of(service, from)
	known := machine.New(tree, machine.Everything(), nil).Of(service, assessment.Programs)
	var lines []string
	if known := assessment.Profile(); known != "" {
		lines = append(lines, "profile        "+known)
	}
	if shipped := assessment.Shipped(); shipped != "" {
		lines = append(lines, "distribution   "+shipped)
	}
	for i := range known.Programs {
		lines = append(lines, programLines(&known.Programs[i])...)
	}
	needs := assessment.Needs
	for _, n := range known.Needs {
		n.Evidence.Assignment = nil
		needs = append(needs, n)
	}
	for _, n := range needs {
		if !n.FromText() && !known.Overrules(n) {
			lines = append(lines, needLines(n)...)
		}
	}
	if len(lines) == 0 {
		lines = []string{"nothing is known of " + name}
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(p.stdout, report.Clean(line)); err != nil {
			return fmt.Errorf("printing what is known: %w", err)
		}
	}
	return nil
}

// serviceOf makes a service in memory that runs a program of a tree.
func serviceOf(tree *locate.Tree, name string) (*unit.Unit, error) {
	identity := locate.Identity{Name: "program.service", ID: "program.service", Scope: locate.System, State: locate.Loaded}
	empty, err := unit.Load(identity, catalog.Release{Version: catalog.Newest})
	if err != nil {
		return nil, err
	}
	service := empty.With("ExecStart=" + strings.ReplaceAll(name, "%", "%%"))
	service.Tree = tree
	return service, nil
}

// programLines says what was read of a program.
func programLines(p *machine.Program) []string {
	lines := []string{fmt.Sprintf("program        %s, %s", p.Path, kindOfProgram(p.Binary))}
	if p.Package != nil {
		from := "package        " + strings.Join(p.Package.Members, ", ")
		for i, account := range p.Package.Accounts {
			separator := ", "
			if i == 0 {
				separator = "; accounts: "
			}
			from += separator + account.Name
		}
		lines = append(lines, from)
	}
	for _, policy := range p.Policies {
		lines = append(lines, "policy         "+policy.Name+" ("+policy.File+")")
	}
	for _, file := range p.Configuration.Files {
		lines = append(lines, "configuration  "+file)
	}
	return lines
}

func kindOfProgram(p *binary.Program) string {
	switch {
	case p == nil || p.Format == binary.Unknown:
		return "whose format is not known"
	case p.Format == binary.Script:
		return "a script for " + p.Interpreter
	case p.Go != nil:
		return fmt.Sprintf("built with %s for %s", p.Go.Version, p.Architecture)
	case p.Packed != "":
		return "packed with " + p.Packed
	}
	return fmt.Sprintf("for %s, imports %s, linked with %s", p.Architecture, report.Plural(len(p.Imports), "function"), strings.Join(p.Libraries, " "))
}

// certaintyWords are the words of the machine formats.
var certaintyWords = map[need.Certainty]string{need.Possible: "possible", need.Likely: "likely", need.Certain: "certain"}

// needLines tells one need, with what shows it.
func needLines(n need.Need) []string {
	lines := []string{fmt.Sprintf("%-10s %s: it %s", certaintyWords[n.Certainty], strings.TrimSpace(string(n.Kind)+" "+n.Arguments()), n.Why)}
	if len(n.Evidence.Shown) == 0 {
		lines = append(lines, fmt.Sprintf("%-10s   known of %s: %s", "", n.Evidence.Profile, n.Evidence.Source))
	}
	for _, sign := range n.Evidence.Shown {
		place := sign.Path
		if sign.Place.File != nil {
			place = fmt.Sprintf("%s:%d", sign.Place.File.Path, sign.Place.StartPosition().Line)
		}
		lines = append(lines, fmt.Sprintf("%-10s   %s", "", strings.TrimSuffix(sign.Message+" ("+place+")", " ()")))
	}
	return lines
}
