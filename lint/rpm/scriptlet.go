package rpm

// Scriptlet is a script that runs when its package is installed.
type Scriptlet struct {
	// Name is what packages call it: "%pre".
	Name string
	// Program runs it: "/bin/sh", or "<lua>" for the one that RPM has in itself.
	Program string
	Text    string
}

// scriptlets are those that run on installation, in their order ("Scriptlets" of the
// rpm manual).
var scriptlets = []struct {
	name          string
	text, program tag
}{
	{"%pretrans", pretrans, pretransProgram},
	{"%pre", prein, preinProgram},
	{"%post", postin, postinProgram},
	{"%posttrans", posttrans, posttransProgram},
}

// Scriptlets returns the scripts that run when the package is installed.
func (h Header) Scriptlets() []Scriptlet {
	var found []Scriptlet
	for _, s := range scriptlets {
		if text := h.text(s.text); text != "" {
			found = append(found, Scriptlet{s.name, h.text(s.program), text})
		}
	}
	return found
}
