package invocation

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// leavings are commands of the shell that leave a loop, or what is left of one turn.
var leavings = []string{"break", "continue", "exit", "return", "exec"}

// isEndless tells that a loop goes on whatever happens, as those of scripts that are services do, and that each turn of
// it runs all of its commands.
func isEndless(s *syntax.Stmt) bool {
	c, isLoop := s.Cmd.(*syntax.WhileClause)
	if !isLoop || len(c.Cond) != 1 {
		return false
	}
	call, isCall := c.Cond[0].Cmd.(*syntax.CallExpr)
	if !isCall || len(call.Args) == 0 || c.Cond[0].Negated {
		return false
	}
	always := []string{"true", ":", "sleep"}
	if c.Until {
		always = []string{"false"}
	}
	return slices.Contains(always, call.Args[0].Lit()) && !slices.ContainsFunc(c.Do, leaves)
}

// endsHere tells that what follows a statement of a list is not reached, or may not be: behind a loop without end, and
// where the script, or its function, has nothing to do and says so. Where it ends with an error it was to go on, and
// what it is given tells for which of its jobs it was started.
func (r *scriptReader) endsHere(s *syntax.Stmt) bool {
	switch c := s.Cmd.(type) {
	case *syntax.CallExpr:
		return ends(c)
	case *syntax.WhileClause:
		return isEndless(s) && !s.Background
	case *syntax.IfClause, *syntax.CaseClause, *syntax.BinaryCmd:
		found := false
		syntax.Walk(s, func(node syntax.Node) bool {
			switch n := node.(type) {
			case *syntax.CallExpr:
				found = found || ends(n) && (len(n.Args) == 1 || n.Args[1].Lit() == "0")
			case *syntax.Subshell, *syntax.CmdSubst, *syntax.FuncDecl:
				return false // these end alone
			}
			return true
		})
		return found && !r.asksGiven(s)
	}
	return false
}

// ends tells that a command ends the script or the function.
func ends(c *syntax.CallExpr) bool {
	return len(c.Args) > 0 && slices.Contains([]string{"exit", "return"}, c.Args[0].Lit())
}

// asksGiven tells that a statement looks at what the script is given: its arguments, or variables that neither it nor
// a file that it reads sets.
func (r *scriptReader) asksGiven(s *syntax.Stmt) bool {
	found := false
	syntax.Walk(s, func(node syntax.Node) bool {
		if p, isExpansion := node.(*syntax.ParamExp); isExpansion && p.Param != nil {
			name := p.Param.Value
			_, set := r.variables[name]
			found = found || !syntax.ValidName(name) || !set && !r.changing[name] && !r.sourced
		}
		return !found
	})
	return found
}

// leaves tells that a command in a statement may leave the loop around it.
func leaves(s *syntax.Stmt) bool {
	found := false
	syntax.Walk(s, func(node syntax.Node) bool {
		if call, isCall := node.(*syntax.CallExpr); isCall && len(call.Args) > 0 {
			found = found || slices.Contains(leavings, call.Args[0].Lit())
		}
		return !found
	})
	return found
}
