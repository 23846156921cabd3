package packaged

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/source"
)

// Policy is what the AppArmor profile of a program (apparmor.d(5)) or its domain in the
// SELinux policy lets it do. It is an upper bound that somebody drew who watched the
// program: it may do less.
type Policy struct {
	// Name is what it is called, "AppArmor profile" or "SELinux domain named_t", and
	// File the file that holds it, an absolute path.
	Name, File string
	// Capabilities are those that the profile allows and that were needed wherever
	// it was measured, such as "CAP_SETUID".
	Capabilities []Named
	// Writes are absolute paths below which it lets the program write.
	Writes []Named
	// Families are the address families that it lets it make sockets of, beside those
	// that most services have.
	Families []Named
	// WritesCode tells that it lets it execute memory that it may write.
	WritesCode []Named
}

// policies is the directory of profiles.
const policies = "etc/apparmor.d"

// telling are the capabilities of profiles that programs were seen to need in 17 of
// 17 cases; those of others, such as chown, sys_resource and net_admin, in none of
// 13.
var telling = []string{"setuid", "setgid", "net_bind_service"}

// Policies returns what the policies of a tree allow a program, of which a package of a
// name is the owner, or "" where that is not known.
func (d *Database) Policies(program, member string) []Policy {
	var found []Policy
	for _, p := range []Policy{d.profile(program), d.domain(program, member)} {
		if p.Name != "" {
			found = append(found, p)
		}
	}
	return found
}

// profile returns what the AppArmor profile of a program allows; a program without one
// has the zero value. Profiles are found by the names that distributions give to
// their files: "usr.sbin.named" for /usr/sbin/named.
func (d *Database) profile(program string) Policy {
	name := path.Join("/", policies, strings.ReplaceAll(strings.Trim(program, "/"), "/", "."))
	file := d.source(name)
	if file == nil {
		return Policy{}
	}
	p := Policy{Name: "AppArmor profile", File: name}
	depth := 0
	for number := 1; number <= file.Lines(); number++ {
		line := strings.TrimSpace(file.LineText(number))
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasSuffix(line, "{"):
			depth++
		case line == "}":
			depth--
		case depth == 1: // a profile within is that of another program
			p.rule(strings.TrimSuffix(line, ","), file.LineRange(number))
		}
	}
	return p
}

var (
	pathRule = regexp.MustCompile(`^(?:owner\s+)?"?([@/][^\s"]*)"?\s+([a-zA-Z]+)$`)
	// alternatives are those of braces with an empty one, as in "/{,var/}run/".
	alternatives = regexp.MustCompile(`\{,[^{}]*\}`)
)

// rule reads one rule of a profile.
func (p *Policy) rule(text string, place source.Range) {
	if len(p.Writes)+len(p.Capabilities) >= mostRules {
		return
	}
	if words := strings.Fields(text); len(words) > 1 && words[0] == "capability" {
		for _, name := range words[1:] {
			if name = strings.Trim(name, ","); slices.Contains(telling, name) {
				p.Capabilities = append(p.Capabilities, Named{"CAP_" + strings.ToUpper(name), Told{Place: place}})
			}
		}
		return
	}
	match := pathRule.FindStringSubmatch(text)
	if match == nil || !strings.ContainsAny(match[2], "wa") {
		return
	}
	if name := literal(match[1]); InVariableData(name) {
		p.Writes = append(p.Writes, Named{name, Told{Place: place}})
	}
}

// mostRules bounds the rules of a profile that are kept.
const mostRules = 1 << 10

// literal returns the directory above what is a pattern in a path of a rule, or the
// path where nothing is; "" where it begins with a variable that is not known.
func literal(pattern string) string {
	pattern = strings.Replace(pattern, "@{run}", "/run", 1)
	whole := alternatives.ReplaceAllString(pattern, "")
	if strings.HasPrefix(whole, "@") || pattern != whole && strings.HasSuffix(pattern, "}") {
		whole = path.Dir(whole + "x")
	}
	if at := strings.IndexAny(whole, "*?[{@"); at >= 0 {
		whole = path.Dir(whole[:at] + "x")
	}
	return path.Clean("/" + whole)
}
