package invocation

import "mvdan.cc/sh/v3/syntax"

// mostCalled bounds the calls of functions of one script that are followed.
const mostCalled = 64

// define notes a function of the script. What it sets is not known before it runs.
func (r *scriptReader) define(f *syntax.FuncDecl) {
	r.changedIn(f.Body)
	if r.functions == nil {
		r.functions = map[string]*syntax.Stmt{}
	}
	r.functions[f.Name.Value] = f.Body
}

// called reads the body of a function that the script calls by a name, and tells whether there is one. One that
// calls itself is read once.
func (r *scriptReader) called(name string, conditional, tolerated bool) bool {
	body, isFunction := r.functions[name]
	if !isFunction {
		return false
	}
	if body != nil && r.calls < mostCalled {
		r.calls++
		r.functions[name] = nil
		r.statement(body, conditional, tolerated)
		r.functions[name] = body
	}
	return true
}
