package need

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// shells are the programs whose "-c" argument is a script.
var shells = map[string]bool{"sh": true, "bash": true, "dash": true, "ksh": true, "zsh": true, "ash": true}

// longestScript bounds the scripts that are parsed, in bytes: the parser nests
// as deep as the script does.
const longestScript = 16 << 10

// redirection is a file that a script writes or reads.
type redirection struct {
	target word
	write  bool
}

// scriptOf returns the text that a shell is given with -c, or nothing.
func scriptOf(i *invocation) (word, bool) {
	if !shells[i.name()] {
		return word{}, false
	}
	for at, argument := range i.arguments {
		if strings.HasPrefix(argument.text, "-") && !strings.HasPrefix(argument.text, "--") &&
			strings.Contains(argument.text, "c") && at+1 < len(i.arguments) {
			return i.arguments[at+1], true
		}
		if !strings.HasPrefix(argument.text, "-") {
			return word{}, false
		}
	}
	return word{}, false
}

// script reads a shell script into the commands that it runs and the files
// that it redirects to. A script that the parser refuses says nothing.
func script(shell *invocation, text word) ([]*invocation, []redirection) {
	if len(text.text) > longestScript {
		return nil, nil
	}
	// systemd.service(5): "$$" in a command line is a literal dollar sign.
	file, err := syntax.NewParser().Parse(strings.NewReader(strings.ReplaceAll(text.text, "$$", "$")), "")
	if err != nil {
		return nil, nil
	}
	reader := scriptReader{shell: shell, place: text}
	reader.statements(file.Stmts, false, false)
	return reader.commands, reader.redirections
}

type scriptReader struct {
	shell        *invocation
	place        word
	commands     []*invocation
	redirections []redirection
}

func (r *scriptReader) statements(list []*syntax.Stmt, conditional, tolerated bool) {
	for _, s := range list {
		r.statement(s, conditional, tolerated)
	}
}

// statement reads one statement. Conditional tells that it may not run,
// tolerated that its failure is no failure of the script.
func (r *scriptReader) statement(s *syntax.Stmt, conditional, tolerated bool) {
	if !tolerated {
		r.redirects(s.Redirs, conditional)
	}
	switch c := s.Cmd.(type) {
	case *syntax.CallExpr:
		r.call(c, conditional, tolerated)
	case *syntax.BinaryCmd:
		switch c.Op {
		case syntax.AndStmt:
			r.statement(c.X, conditional, tolerated)
			r.statement(c.Y, conditional || !prepares(c.X), tolerated)
		case syntax.OrStmt:
			r.statement(c.X, conditional, true)
			r.statement(c.Y, true, tolerated)
		default:
			r.statement(c.X, conditional, tolerated)
			r.statement(c.Y, conditional, tolerated)
		}
	case *syntax.Block:
		r.statements(c.Stmts, conditional, tolerated)
	case *syntax.Subshell:
		r.statements(c.Stmts, conditional, tolerated)
	case *syntax.IfClause:
		for clause := c; clause != nil; clause = clause.Else {
			r.statements(clause.Cond, true, true)
			r.statements(clause.Then, true, tolerated)
		}
	case *syntax.WhileClause:
		r.statements(c.Cond, conditional, true)
		r.statements(c.Do, true, tolerated)
	case *syntax.ForClause:
		r.statements(c.Do, true, tolerated)
	case *syntax.CaseClause:
		for _, item := range c.Items {
			r.statements(item.Stmts, true, tolerated)
		}
	}
}

// preparations are commands that a script runs before its work and that are not
// meant to fail.
var preparations = map[string]bool{"cd": true, "export": true, "mkdir": true, "set": true, "umask": true, "ulimit": true}

// prepares tells whether a statement makes ready for the next one rather than
// asking whether it is to run.
func prepares(s *syntax.Stmt) bool {
	call, isCall := s.Cmd.(*syntax.CallExpr)
	if !isCall || len(call.Args) == 0 {
		_, declares := s.Cmd.(*syntax.DeclClause)
		return declares
	}
	return preparations[path.Base(call.Args[0].Lit())]
}

func (r *scriptReader) redirects(list []*syntax.Redirect, conditional bool) {
	for _, redirect := range list {
		target := r.literal(redirect.Word)
		if !target.known || conditional || !strings.HasPrefix(target.text, "/") || strings.HasPrefix(target.text, "/dev/") {
			continue
		}
		switch redirect.Op {
		case syntax.RdrOut, syntax.AppOut, syntax.RdrAll, syntax.AppAll, syntax.RdrClob:
			r.redirections = append(r.redirections, redirection{target: target, write: true})
		case syntax.RdrIn:
			r.redirections = append(r.redirections, redirection{target: target})
		}
	}
}

func (r *scriptReader) call(c *syntax.CallExpr, conditional, tolerated bool) {
	if len(c.Args) == 0 {
		return
	}
	inner := &invocation{
		line: r.shell.line, assignment: r.shell.assignment,
		program:     r.literal(c.Args[0]),
		conditional: r.shell.conditional || conditional,
		tolerated:   r.shell.tolerated || tolerated,
	}
	for _, argument := range c.Args[1:] {
		inner.arguments = append(inner.arguments, r.literal(argument))
	}
	if inner.program.known {
		r.commands = append(r.commands, inner)
	}
}

// literal returns the text of a word of the script; it is known where no
// expansion stands in it.
func (r *scriptReader) literal(w *syntax.Word) word {
	if w == nil {
		return word{}
	}
	var text strings.Builder
	known := literalParts(&text, w.Parts)
	if strings.ContainsAny(text.String(), "*?[{") && w.Lit() != "" {
		known = false
	}
	return word{text: text.String(), known: known && (r.place.known || r.place.partly), place: r.place.place}
}

func literalParts(text *strings.Builder, parts []syntax.WordPart) bool {
	known := true
	for _, part := range parts {
		switch p := part.(type) {
		case *syntax.Lit:
			text.WriteString(strings.ReplaceAll(p.Value, `\`, ""))
		case *syntax.SglQuoted:
			text.WriteString(p.Value)
		case *syntax.DblQuoted:
			known = literalParts(text, p.Parts) && known
		default:
			known = false
		}
	}
	return known
}
