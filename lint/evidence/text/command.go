package text

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// commandNeeds records what a plain tool needs for its operands.
func (r *collector) commandNeeds(i *invocation.Invocation) {
	c, known := i.Tool()
	if !known {
		return
	}
	operands := i.Operands(c.Valued)
	switch c.Operands {
	case invocation.AllCreated:
		if i.Name() == "mkdir" && i.Has([]string{"-p", "--parents"}) {
			operands = r.notMadeBefore(operands)
		}
		r.touches(i, need.Create, c.Verb, operands)
	case invocation.AllWritten:
		r.touches(i, need.Write, c.Verb, operands)
	case invocation.AllRemoved:
		if !i.Has([]string{"-f", "-rf", "-fr", "--force"}) {
			r.touches(i, need.Create, c.Verb, operands)
		}
	case invocation.LastCreated:
		r.installs(i, c, operands)
	case invocation.AfterFirst:
		r.changesOwner(i, c, operands)
	case invocation.VariableWrite:
		r.setsVariables(i, operands)
	case invocation.EditedInPlace:
		r.edits(i, c, operands)
	}
	switch {
	case givesAway(i, operands) && !r.staysOwner(i, operands):
		r.ownership(i)
	case c.Call != "" && (len(c.Options) == 0 || i.Mentions(c.Options)):
		r.Add(i, need.Need{Kind: need.Syscall, Any: []string{c.Call}, Copes: c.Copes, Certainty: need.Certain, Consequence: need.StartFails,
			Why: "runs " + i.Name() + ", which calls " + c.Call, Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place}})
	}
	if givesToRoot(i, operands) {
		r.Add(i, need.Need{Kind: need.Capability, Any: []string{"CAP_CHOWN"}, Certainty: need.Certain, Consequence: need.StartFails,
			Conditions: need.Conditions{Starts: need.AsUser},
			Why:        "runs chown, which gives files to root", Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place}})
	}
}

// edits records the directories in which sed -i replaces files: it writes a new
// file beside the old one and renames it. The first operand is the script, unless an
// option holds it.
func (r *collector) edits(i *invocation.Invocation, c invocation.Tool, operands []invocation.Word) {
	if !i.Mentions(c.Options) {
		return
	}
	if len(operands) > 0 && !i.Mentions([]string{"-e", "-f", "--expression", "--file"}) {
		operands = operands[1:]
	}
	for _, w := range operands {
		if !w.Known || !strings.HasPrefix(w.Text, "/") || strings.HasPrefix(w.Text, "/dev/") {
			continue
		}
		file := path.Clean(w.Text)
		r.Add(i, need.Need{
			Kind: need.Write, Below: true, Any: []string{path.Dir(file)}, Certainty: need.Certain, Consequence: need.StartFails,
			Why:      fmt.Sprintf("runs %s, which %s %s by a new file beside it", i.Name(), c.Verb, file),
			Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place},
		})
	}
}

// touches records one need for each absolute operand.
func (r *collector) touches(i *invocation.Invocation, kind need.Kind, verb string, operands []invocation.Word) {
	for _, w := range operands {
		if !strings.HasPrefix(w.Text, "/") || strings.HasPrefix(w.Text, "/dev/") {
			continue
		}
		w.Text = path.Clean(w.Text)
		r.fromWord(i, kind, w, fmt.Sprintf("runs %s, which %s %s", i.Name(), verb, w.Text))
	}
}

func (r *collector) installs(i *invocation.Invocation, c invocation.Tool, operands []invocation.Word) {
	directories := i.Name() == "install" && i.Has([]string{"-d", "--directory"})
	switch {
	case directories:
		r.touches(i, need.Create, c.Verb, r.notMadeBefore(operands))
	case len(operands) > 1:
		r.touches(i, need.Create, c.Verb, operands[len(operands)-1:])
	}
}

// notMadeBefore leaves out directories that systemd makes for the unit before any
// of its lines runs: a tool that is content with what is there makes nothing.
func (r *collector) notMadeBefore(operands []invocation.Word) []invocation.Word {
	var missing []invocation.Word
	for _, w := range operands {
		if !r.Unit.Leads(path.Clean(w.Text)) {
			missing = append(missing, w)
		}
	}
	return missing
}

func (r *collector) changesOwner(i *invocation.Invocation, c invocation.Tool, operands []invocation.Word) {
	if len(operands) < 2 || i.Has([]string{"--reference"}) {
		return
	}
	for _, w := range operands[1:] {
		kind := need.Write
		if r.makes(i, w) {
			kind = need.Create // there is nothing to be found missing before
		}
		r.touches(i, kind, c.Verb, []invocation.Word{w})
	}
}

// makes tells whether a plain tool in an earlier line makes what a word names.
func (r *collector) makes(before *invocation.Invocation, w invocation.Word) bool {
	for _, i := range r.Invocations {
		if i == before {
			return false
		}
		c, _ := i.Tool()
		operands := i.Operands(c.Valued)
		if c.Operands == invocation.LastCreated && len(operands) > 0 {
			operands = operands[len(operands)-1:]
		}
		if (c.Operands == invocation.AllCreated || c.Operands == invocation.AllWritten || c.Operands == invocation.LastCreated) &&
			slices.ContainsFunc(operands, func(o invocation.Word) bool { return o.Known && path.Clean(o.Text) == path.Clean(w.Text) }) {
			return true
		}
	}
	return false
}

// givesAway tells whether a tool gives files to a user other than root. What
// that takes is asked for along with the capability.
func givesAway(i *invocation.Invocation, operands []invocation.Word) bool {
	switch i.Name() {
	case "install":
		return len(operands) > 0 && i.Has([]string{"-o", "--owner"})
	case "chown":
		if len(operands) < 2 || i.Has([]string{"--reference"}) {
			return false
		}
		return !isRoot(operands[0])
	}
	return false
}

// staysOwner tells whether chown names for the owner, and for the group, those whom
// the service runs as, of nothing but directories that systemd makes for them: who
// owns a file may set its owner to themselves (chown_ok() of the kernel).
func (r *collector) staysOwner(i *invocation.Invocation, operands []invocation.Word) bool {
	user, group := r.last("User"), r.last("Group")
	if i.Name() != "chown" || user == nil {
		return false
	}
	if group == nil {
		group = user
	}
	owner, of, both := strings.Cut(operands[0].Text, ":")
	if owner != user.Value || both && of != "" && of != group.Value {
		return false
	}
	return !slices.ContainsFunc(operands[1:], func(w invocation.Word) bool { return !w.Known || !r.Unit.Creates(path.Clean(w.Text)) })
}

// givesToRoot tells whether chown gives files to root, which takes the capability of
// whoever is not root, be they root's already or not (chown(2)).
func givesToRoot(i *invocation.Invocation, operands []invocation.Word) bool {
	return i.Name() == "chown" && len(operands) > 1 && !i.Has([]string{"--reference"}) && isRoot(operands[0])
}

// isRoot tells whether a word of chown's for the owner means root.
func isRoot(w invocation.Word) bool {
	owner, _, _ := strings.Cut(w.Text, ":")
	return owner == "root" || owner == "0"
}

// ownership records that giving a file away takes CAP_CHOWN (capabilities(7)).
func (r *collector) ownership(i *invocation.Invocation) {
	r.Add(i, need.Need{Kind: need.Capability, Any: []string{"CAP_CHOWN"}, Certainty: need.Likely, Consequence: need.StartFails,
		Why: "runs " + i.Name() + ", which gives files to another user", Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place}})
}

// setsVariables records kernel variables as sysctl(8) writes them: dots or
// slashes separate the parts of a name.
func (r *collector) setsVariables(i *invocation.Invocation, operands []invocation.Word) {
	if i.Has([]string{"--system", "--load", "-p"}) {
		r.Add(i, need.Need{Kind: need.KernelInterfaces, Any: []string{"/proc/sys"}, Certainty: need.Certain, Consequence: need.StartFails,
			Why: "runs sysctl, which sets what files say below /proc/sys", Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place}})
	}
	for _, w := range operands {
		name, _, assigned := strings.Cut(w.Text, "=")
		if !assigned || !w.Known || strings.ContainsAny(name, " \t") {
			continue
		}
		if !strings.Contains(name, "/") {
			name = strings.ReplaceAll(name, ".", "/")
		}
		file := path.Join("/proc/sys", path.Clean("/"+name))
		r.Add(i, need.Need{Kind: need.KernelInterfaces, Any: []string{file}, Certainty: need.Certain, Consequence: need.StartFails,
			Why: "runs sysctl, which sets " + file, Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place}})
	}
}
