package need

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// listenVariable matches the names of variables by which programs are commonly
// told where to listen. A port of another service has that service's name in
// front, so PORT and HTTP_PORT count alone.
var listenVariable = pattern(`^(?:(?:HTTPS?_)?PORT|(?:.*_)?LISTEN(?:_(?:ADDR|ADDRESS|PORT))?|(?:.*_)?BIND_(?:ADDR|ADDRESS|PORT)|ASPNETCORE_(?:URLS|HTTPS?_PORTS))$`)

// environmentListens records the ports that the unit's own variables name. A
// variable that stands in a command line is an argument, and judged as such.
func (r *reader) environmentListens() {
	main := r.mainInvocation()
	if main == nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(r.variables)) {
		v := r.variables[name]
		if !v.known || !listenVariable().MatchString(name) || r.inCommandLine(name) {
			continue
		}
		// ASPNETCORE_URLS= and its like hold a list (ASP.NET Core's documentation).
		for _, one := range strings.Split(v.text, ";") {
			if port, found := portOfAddress(one); found {
				r.add(main, Need{
					Kind: Serve, Any: []string{port}, Certainty: Likely, Consequence: StartFails,
					Why:      fmt.Sprintf("listens on port %s (%s)", port, name),
					Evidence: Evidence{Assignment: v.assignment, Range: v.assignment.Span(v.start, v.end)},
				})
			}
		}
	}
}

func (r *reader) inCommandLine(name string) bool {
	for _, process := range r.box.Lines() {
		if process.Assignment != nil && (strings.Contains(process.Assignment.Value, "$"+name) || strings.Contains(process.Assignment.Value, "${"+name)) {
			return true
		}
	}
	return false
}
