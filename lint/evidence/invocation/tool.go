package invocation

// OperandUse says what a plain tool does with its operands.
type OperandUse uint8

// The uses of operands.
const (
	AllCreated    OperandUse = iota + 1 // every operand is made (mkdir, touch, mkfifo)
	AllWritten                          // every operand is changed (truncate, tee)
	AllRemoved                          // every operand goes from its directory (rm, rmdir)
	LastCreated                         // the last operand is made or replaced (cp, mv, ln, install)
	AfterFirst                          // the first operand is an owner or mode, the others are changed (chown, chmod)
	VariableWrite                       // NAME=VALUE operands are kernel variables (sysctl)
	EditedInPlace                       // with an option, the operands after the script are replaced (sed)
)

// Tool is a plain program that exec lines run to prepare a service: its operands
// alone show what it needs.
type Tool struct {
	Operands OperandUse
	// Valued are the short options that take a value.
	Valued string
	// Verb is what it does, for people.
	Verb string
	// Call is a system call that it makes, always or with one of the options;
	// Copes tells that it goes on where the call returns an error. Measured with
	// strace(1) and the packages of Debian 12.
	Call    string
	Options []string
	Copes   bool
}

// tools are the plain tools, from their manual pages (coreutils(1), sed(1), sysctl(8)).
var tools = map[string]Tool{
	"mkdir":    {Operands: AllCreated, Valued: "m", Verb: "makes"},
	"touch":    {Operands: AllCreated, Valued: "drt", Verb: "makes"},
	"mkfifo":   {Operands: AllCreated, Valued: "m", Verb: "makes"},
	"truncate": {Operands: AllWritten, Valued: "rs", Verb: "writes"},
	"tee":      {Operands: AllWritten, Verb: "writes"},
	"chmod":    {Operands: AfterFirst, Verb: "changes the mode of"},
	"chown":    {Operands: AfterFirst, Verb: "changes the owner of", Call: "fchownat"},
	"chgrp":    {Operands: AfterFirst, Verb: "changes the group of", Call: "fchownat"},
	"rm":       {Operands: AllRemoved, Verb: "removes"},
	"rmdir":    {Operands: AllRemoved, Verb: "removes"},
	"cp":       {Operands: LastCreated, Valued: "tS", Verb: "writes"},
	"mv":       {Operands: LastCreated, Valued: "tS", Verb: "writes"},
	"ln":       {Operands: LastCreated, Valued: "tS", Verb: "makes"},
	"install":  {Operands: LastCreated, Valued: "gmotS", Verb: "makes", Call: "fchownat", Options: []string{"-o", "-g", "--owner", "--group"}},
	"sysctl":   {Operands: VariableWrite, Valued: "pr", Verb: "sets"},
	"sed": {
		Operands: EditedInPlace, Valued: "efl", Verb: "replaces", Call: "fchown",
		Options: []string{"-i", "-i*", "--in-place", "--in-place=*", "-Ei", "-ri", "-ni"}, Copes: true,
	},
}

// Tool returns which plain tool the program is.
func (i *Invocation) Tool() (tool Tool, known bool) {
	tool, known = tools[i.Name()]
	return tool, known
}

// IsTool tells whether the program is a plain tool.
func (i *Invocation) IsTool() bool {
	_, known := i.Tool()
	return known
}
