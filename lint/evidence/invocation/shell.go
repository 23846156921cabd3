package invocation

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// shells are the programs whose "-c" argument is a script.
var shells = map[string]bool{"sh": true, "bash": true, "dash": true, "ksh": true, "zsh": true, "ash": true}

// IsShell tells whether a program of the name is a shell.
func IsShell(name string) bool { return shells[name] }

// IsShell tells whether the program is a shell.
func (i *Invocation) IsShell() bool { return IsShell(i.Name()) }

// longestScript bounds the scripts that are parsed, in bytes: the parser nests
// as deep as the script does.
const longestScript = 16 << 10

// starters are programs that have a shell run what follows "-c", with the letters of options that
// take a value (su(1), runuser(1), script(1)).
var starters = map[string]string{"su": "cgGsw", "runuser": "cgGsuw", "script": "cBEIOTmo"}

// scriptOf returns the text that a shell is given with -c, or nothing.
func scriptOf(i *Invocation) (Word, bool) {
	if _, starts := starters[i.Name()]; starts {
		own, _ := cutDashes(i.Arguments)
		starter := i.Inner(i.Program, own)
		text, found := starter.told([]string{"-c", "--command", "--session-command"})
		// With -u a runuser runs what follows, without a shell.
		return text, found && text.Text != "" && (i.Name() != "runuser" || !starter.Has(changers[i.Name()].options))
	}
	if !shells[i.Name()] {
		return Word{}, false
	}
	for at, argument := range i.Arguments {
		if strings.HasPrefix(argument.Text, "-") && !strings.HasPrefix(argument.Text, "--") &&
			strings.Contains(argument.Text, "c") && at+1 < len(i.Arguments) {
			return i.Arguments[at+1], true
		}
		if !strings.HasPrefix(argument.Text, "-") {
			return Word{}, false
		}
	}
	return Word{}, false
}

// script reads a shell script into the commands that it runs and the files
// that it redirects to. A script that the parser refuses says nothing.
func script(shell *Invocation, text Word) ([]*Invocation, []Redirection) {
	if len(text.Text) > longestScript {
		return nil, nil
	}
	if !text.Partly {
		text.Text = text.AsWritten()
	}
	// systemd.service(5): "$$" in a command line is a literal dollar sign.
	text.Text = strings.ReplaceAll(text.Text, "$$", "$")
	return scriptIn(shell, text, false)
}

// scriptIn is [script] for a text as the shell sees it. Alone tells that systemd alone sets variables for it.
func scriptIn(shell *Invocation, text Word, alone bool) ([]*Invocation, []Redirection) {
	file, err := syntax.NewParser().Parse(strings.NewReader(text.Text), "")
	if err != nil {
		return nil, nil
	}
	reader := scriptReader{shell: shell, place: text, alone: alone, variables: map[string]string{}, changing: map[string]bool{}}
	reader.statements(file.Stmts, false, false)
	return reader.commands, reader.redirections
}

type scriptReader struct {
	shell        *Invocation
	place        Word
	commands     []*Invocation
	redirections []Redirection
	// variables are those that the script itself sets to words that are known, changing those of
	// which it depends on something what they hold.
	variables map[string]string
	changing  map[string]bool
	// alone tells that nobody sets variables for the script but systemd.
	alone bool
	// sourced tells that it has read a file, which may set any variable.
	sourced bool
	// inner tells that statements of a shell within the shell are read.
	inner bool
	// expanded counts the bytes that variables were replaced by.
	expanded int
	// functions are the bodies of those that the script defines, nil while one is read, and calls how many
	// calls of them were followed.
	functions map[string]*syntax.Stmt
	calls     int
}

func (r *scriptReader) statements(list []*syntax.Stmt, conditional, tolerated bool) {
	for _, s := range list {
		r.statement(s, conditional, tolerated)
		conditional = conditional || r.endsHere(s)
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
	case *syntax.DeclClause:
		for _, assign := range c.Args {
			r.assign(assign, conditional)
		}
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
	case *syntax.FuncDecl:
		r.define(c)
	case *syntax.Subshell:
		outermost := !r.inner
		if outermost { // else it was said of all of them
			r.changedIn(c.Stmts...)
			r.inner = true
		}
		r.statements(c.Stmts, conditional, tolerated)
		r.inner = !outermost
	case *syntax.IfClause:
		for clause := c; clause != nil; clause = clause.Else {
			r.statements(clause.Cond, true, true)
			r.statements(clause.Then, true, tolerated)
		}
	case *syntax.WhileClause:
		r.statements(c.Cond, conditional, true)
		r.statements(c.Do, conditional || !isEndless(s), tolerated)
	case *syntax.ForClause:
		if !conditional && !tolerated {
			r.loop(c)
		}
		if words, isOverWords := c.Loop.(*syntax.WordIter); isOverWords {
			r.changing[words.Name.Value] = true
		}
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
		if begin := r.beginning(redirect.Word); !target.Known && writes(redirect) && strings.LastIndexByte(begin, '/') > 0 {
			target.Text, target.Known = path.Dir(begin+"x"), r.place.Known // a file in a known directory
		}
		if !target.Known || conditional || !strings.HasPrefix(target.Text, "/") || strings.HasPrefix(target.Text, "/dev/") {
			continue
		}
		switch {
		case writes(redirect):
			r.redirections = append(r.redirections, Redirection{Target: target, Write: true})
		case redirect.Op == syntax.RdrIn:
			r.redirections = append(r.redirections, Redirection{Target: target})
		}
	}
}

// loop records the attributes of the kernel that a loop over their names writes, by the
// directory that these have in common: for i in /sys/block/sd*/queue/scheduler.
func (r *scriptReader) loop(c *syntax.ForClause) {
	words, isOverWords := c.Loop.(*syntax.WordIter)
	if !isOverWords {
		return
	}
	var places []string
	for _, item := range words.Items {
		var text strings.Builder
		if !r.literalParts(&text, item.Parts) {
			continue
		}
		name := text.String()
		if at := strings.IndexAny(name, "*?["); at >= 0 {
			name = path.Dir(name[:at] + "x")
		}
		if strings.HasPrefix(name, "/sys/") || strings.HasPrefix(name, "/proc/sys/") {
			places = append(places, name)
		}
	}
	for _, s := range c.Do {
		for _, redirect := range s.Redirs {
			if len(places) == 0 || !writes(redirect) || !isVariable(redirect.Word, words.Name.Value) {
				continue
			}
			r.redirections = append(r.redirections, Redirection{
				Target: Word{Text: places[0], Known: true, Written: places[0], Place: r.place.Place}, Write: true, Looped: true,
			})
			return
		}
	}
}

// writes tells that a redirection opens a file to write it.
func writes(redirect *syntax.Redirect) bool {
	switch redirect.Op {
	case syntax.RdrOut, syntax.AppOut, syntax.RdrAll, syntax.AppAll, syntax.RdrClob:
		return true
	default:
		return false
	}
}

// isVariable tells that a word begins with the value of a variable, be it in quotes.
func isVariable(w *syntax.Word, name string) bool {
	if w == nil || len(w.Parts) == 0 {
		return false
	}
	first := w.Parts[0]
	if quoted, isQuoted := first.(*syntax.DblQuoted); isQuoted && len(quoted.Parts) > 0 {
		first = quoted.Parts[0]
	}
	expansion, isExpansion := first.(*syntax.ParamExp)
	return isExpansion && expansion.Param != nil && expansion.Param.Value == name
}

func (r *scriptReader) call(c *syntax.CallExpr, conditional, tolerated bool) {
	for _, assign := range c.Assigns {
		r.substitutions(assign.Value, conditional)
		if len(c.Args) == 0 {
			r.assign(assign, conditional)
		}
	}
	words := c.Args
	for len(words) > 1 && r.mayBeNothing(words[0]) {
		words = words[1:]
	}
	if len(words) == 0 || r.called(words[0].Lit(), conditional, tolerated) {
		return
	}
	inner := &Invocation{
		Line: r.shell.Line, Assignment: r.shell.Assignment,
		Program:     r.literal(words[0]),
		Conditional: r.shell.Conditional || conditional,
		AsOther:     r.shell.AsOther || r.shell.becomesOther(),
		Tolerated:   r.shell.Tolerated || tolerated,
	}
	for _, argument := range words[1:] {
		inner.Arguments = append(inner.Arguments, r.literal(argument))
	}
	r.changedBy(inner)
	if inner.Program.Known {
		r.commands = append(r.commands, inner)
	}
}

// prefixes matches the variables that stand before a command and hold nothing, or what runs it, where
// somebody sets them: to see what a script would do, or to have it do so gently.
var prefixes = regexp.MustCompile(`^(?i:DRY_?RUN|DRY|NOOP|ECHO|DEBUG|RUN|NICE|IONICE|PREFIX|TIME|TIMEOUT)(?:_CMD|_COMMAND)?$`)

// mayBeNothing tells that the word before others is such a variable, which the script does not set: out
// of quotes it is then no word at all (the specification of POSIX, field splitting).
func (r *scriptReader) mayBeNothing(w *syntax.Word) bool {
	if w == nil || len(w.Parts) != 1 {
		return false
	}
	p, isExpansion := w.Parts[0].(*syntax.ParamExp)
	if !isExpansion || p.Param == nil || p.Excl || p.Length || p.Width || p.Index != nil || p.Slice != nil || p.Repl != nil {
		return false
	}
	if p.Exp != nil && p.Exp.Word != nil {
		return false
	}
	_, set := r.variables[p.Param.Value]
	return !set && !r.changing[p.Param.Value] && prefixes.MatchString(p.Param.Value)
}

// changedBy forgets what variables held which a command of the shell may change: those that it names,
// or all where it runs what is not known (the specification of POSIX, special built-in utilities).
func (r *scriptReader) changedBy(command *Invocation) {
	switch command.Program.Text {
	case ".", "source", "eval":
		clear(r.variables)
		r.sourced = true
	case "read", "getopts", "unset", "mapfile", "readarray", "printf":
		for _, word := range command.Arguments {
			r.changing[word.Text] = true
		}
	}
}

// changedIn forgets what variables hold that statements set which run at another time, or in a shell of
// their own.
func (r *scriptReader) changedIn(statements ...*syntax.Stmt) {
	for _, s := range statements {
		syntax.Walk(s, func(node syntax.Node) bool {
			if assign, isAssign := node.(*syntax.Assign); isAssign && assign.Name != nil {
				r.changing[assign.Name.Value] = true
			}
			return true
		})
	}
}

// assign notes what a variable of the script holds from then on, if that is known whatever happens.
func (r *scriptReader) assign(a *syntax.Assign, conditional bool) {
	if a.Name == nil || a.Naked && a.Value == nil {
		return
	}
	name := a.Name.Value
	value := Word{Known: a.Value == nil && a.Array == nil}
	if a.Value != nil {
		value = r.literal(a.Value)
	}
	if _, set := r.variables[name]; conditional || set || a.Append || a.Index != nil || a.Array != nil || !value.Known {
		r.changing[name] = true
		return
	}
	r.variables[name] = value.Text
}

// substitutions reads the commands whose output is the value of a variable: that one of them
// fails is no failure of the script.
func (r *scriptReader) substitutions(w *syntax.Word, conditional bool) {
	if w == nil {
		return
	}
	parts := w.Parts
	if len(parts) == 1 {
		if quoted, isQuoted := parts[0].(*syntax.DblQuoted); isQuoted {
			parts = quoted.Parts
		}
	}
	for _, part := range parts {
		if inner, isCommand := part.(*syntax.CmdSubst); isCommand {
			r.statements(inner.Stmts, conditional, true)
		}
	}
}

// literal returns the text of a word of the script; it is known where no
// expansion stands in it.
func (r *scriptReader) literal(w *syntax.Word) Word {
	if w == nil {
		return Word{}
	}
	var text strings.Builder
	known := r.literalParts(&text, w.Parts)
	if strings.ContainsAny(text.String(), "*?[{") && w.Lit() != "" {
		known = false
	}
	// Of a script in which a specifier cannot be known, the words without one can.
	plain := r.place.Known || r.place.Partly || !strings.Contains(text.String(), "%")
	return Word{Text: text.String(), Known: known && plain, Written: text.String(), Place: r.place.Place}
}

func (r *scriptReader) literalParts(text *strings.Builder, parts []syntax.WordPart) bool {
	known := true
	for _, part := range parts {
		switch p := part.(type) {
		case *syntax.Lit:
			text.WriteString(strings.ReplaceAll(p.Value, `\`, ""))
		case *syntax.SglQuoted:
			text.WriteString(p.Value)
		case *syntax.DblQuoted:
			known = r.literalParts(text, p.Parts) && known
		case *syntax.ParamExp:
			value, set := r.held(p)
			text.WriteString(value)
			known = set && known
		default:
			known = false
		}
	}
	return known
}

// beginning returns the text of a word up to what is not known of it.
func (r *scriptReader) beginning(w *syntax.Word) string {
	if w == nil {
		return ""
	}
	parts := w.Parts
	if len(parts) == 1 {
		if quoted, isQuoted := parts[0].(*syntax.DblQuoted); isQuoted {
			parts = quoted.Parts
		}
	}
	var text strings.Builder
	for i := range parts {
		var one strings.Builder
		if !r.literalParts(&one, parts[i:i+1]) {
			break
		}
		text.WriteString(one.String())
	}
	return text.String()
}

// held returns what the variable of an expansion holds, where the script sets it once.
func (r *scriptReader) held(p *syntax.ParamExp) (string, bool) {
	if p.Param == nil || p.Excl || p.Length || p.Width || p.Index != nil || p.Slice != nil || p.Repl != nil || r.changing[p.Param.Value] {
		return "", false
	}
	value, set := r.variables[p.Param.Value]
	if p.Exp != nil && !set {
		value, set = r.byDefault(p)
	} else if p.Exp != nil {
		return "", false
	}
	if r.expanded += len(value); r.expanded > mostHeld {
		return "", false
	}
	return value, set
}

// mostHeld bounds the bytes that the variables of a script are replaced by: each may hold
// another one twice.
const mostHeld = 1 << 16
