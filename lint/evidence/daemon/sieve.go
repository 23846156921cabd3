package daemon

import (
	"path"
	"slices"
	"strings"
)

// The endings of scripts in Sieve and of their compiled form (sievec(1)).
const (
	sieveScript   = ".sieve"
	sieveCompiled = ".svbin"
)

// CompiledSieve returns where Pigeonhole saves the compiled form of a script.
func CompiledSieve(script string) string {
	return strings.TrimSuffix(script, sieveScript) + sieveCompiled
}

// compiled notes the scripts that a place of Pigeonhole's names, itself or as a directory, which the
// tree has without their compiled form: "file:/etc/dovecot/default.sieve;active=~/.dovecot.sieve". One
// that has a directory for those keeps them there.
func (r *reader) compiled(s Setting) {
	place, _, _ := strings.Cut(strings.TrimPrefix(s.Value, "file:"), ";")
	if place = path.Clean(place); !path.IsAbs(place) || strings.ContainsAny(place, "%$") || r.compilesElsewhere(s) {
		return
	}
	scripts := []string{place}
	if entries, err := r.tree.ReadDir(inTree(place)); err == nil {
		scripts = nil
		for _, entry := range entries[:min(len(entries), mostFiles)] {
			if path.Ext(entry.Name()) == sieveScript {
				scripts = append(scripts, path.Join(place, entry.Name()))
			}
		}
	}
	for _, script := range scripts {
		info, err := r.tree.Stat(inTree(script))
		if _, missing := r.tree.Stat(inTree(CompiledSieve(script))); err == nil && info.Mode().IsRegular() && missing != nil {
			r.found.Facts = append(r.found.Facts, Fact{Setting: s, Meaning: Compiled, Values: []string{script}, Known: true})
		}
	}
}

// compilesElsewhere tells that a script has its compiled form in another place: its own statement
// says so, or the block that it has in Dovecot 2.4 (sieve_script_bin_path), which begins with its name.
func (r *reader) compilesElsewhere(s Setting) bool {
	if strings.Contains(s.Place.Text(), ";bindir=") {
		return true
	}
	begins := func(other Setting) bool { return other.Key == "sieve_script" }
	for block := range parts(r.found.statements, begins) {
		if slices.ContainsFunc(block, func(other Setting) bool { return other.Place == s.Place }) {
			return slices.ContainsFunc(block, func(other Setting) bool {
				return other.Section == s.Section && strings.HasSuffix(other.Key, "bin_path")
			})
		}
	}
	return false
}
