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
