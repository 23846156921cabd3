package profile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/need"
)

// valid is a profile to which one fault is added at a time.
const valid = `title: exampled
programs: [exampled]
source: measured
needs:
- {write: /srv/orders, why: keeps its orders}
`

// TestFaultsOfProfiles holds that whatever is wrong in a profile is told with its
// place and with what was expected.
func TestFaultsOfProfiles(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"titel: x\n" + valid, `p.yaml:1:1: unknown key "titel", did you mean "title"?`},
		{"name: other\n" + valid, `p.yaml:1:7: the profile is called "other": expected "example", as its file is called`},
		{valid + "- {wirte: /srv, why: x}\n", `p.yaml:6:4: unknown key "wirte", did you mean "write"?`},
		{valid + "- {why: x}\n", "p.yaml:6:3: the fact has no kind of need: expected read"},
		{valid + "- {read: /srv}\n", "p.yaml:6:3: the fact has no why"},
		{valid + "- {read: /srv, write: /srv, why: x}\n", "p.yaml:6:23: the fact says read and write: expected one kind"},
		{valid + "- {read: srv, why: x}\n", `p.yaml:6:10: "srv" is not an absolute path without . or .., such as /srv/www`},
		{valid + "- {need: write, why: x}\n", `p.yaml:6:10: "write" is not a need without an argument`},
		{valid + "- {need: clok, why: x}\n", `did you mean "clock"?`},
		{valid + "- {capability: CAP_NET_ROW, why: x}\n", `"CAP_NET_ROW" is not a capability, such as CAP_NET_RAW`},
		{valid + "- {capability: CAP_CHOWN|CAP_FOO, why: x}\n", `"CAP_FOO" is not a capability`},
		{valid + "- {syscall: [chown, chwon], why: x}\n", `"chwon" is not a system call, such as setgroups`},
		{valid + "- {address-family: INET, why: x}\n", `"INET" is not an address family, such as AF_NETLINK`},
		{valid + "- {namespace: users, why: x}\n", `"users" is not a type of namespaces`},
		{valid + "- {serve: 70000, why: x}\n", `"70000" is not a port from 1 to 65535`},
		{valid + "- {bind: 53/tpc, why: x}\n", `"53/tpc" is not a port`},
		{valid + "- {limit: TaskMax=1, why: x}\n", `"TaskMax=1" is not a setting of limits with its least value`},
		{valid + "- {owner: [a, b], why: x}\n", "files have one owner: expected alternatives"},
		{valid + "- {read: /srv, why: x, then: fails}\n", `p.yaml:6:30: "fails" is not a consequence: expected one of start-fails, job-fails, stays-root, missing`},
		{valid + "- {read: /srv, why: x, when: rot}\n", `"rot" is not how a process starts, did you mean "root"?`},
		{valid + "- {read: /srv, why: x, sure: certain}\n", `"certain" is not a certainty: expected one of likely, possible`},
		{valid + "- {read: /srv, why: x, bounding: [CAP_X]}\n", `"CAP_X" is not a capability`},
		{valid + "- {read: /srv, why: x, copes: perhaps}\n", `expected true or false, found "perhaps"`},
		{valid + "- {read: /srv, why: x, sure: told}\n", "the fact is told by nothing"},
		{valid + "- {read: /srv, why: x, of: [other]}\n", `a fact is of "other": expected one of the profile's programs`},
		{valid + "options: {-c: reads}\n", `p.yaml:6:15: "reads" is not a meaning of an option, did you mean "read"?`},
		{valid + "includes: [jawa]\n", `p.yaml:6:11: there is no profile "jawa" to include`},
		{strings.Replace(valid, "source: measured\n", "", 1), "p.yaml:1:1: the profile has no source"},
		{strings.Replace(valid, "programs: [exampled]\n", "", 1), "the profile has neither programs nor paths"},
		{strings.Replace(valid, "title: exampled\n", "", 1), "the profile has no title"},
		{"", "p.yaml:1:1: the profile has no title"},
		{"[a, b]", "p.yaml:1:1: expected keys and values, found a list"},
		{"a: [", "p.yaml: yaml: line 1"},
	} {
		_, err := profile.NewLibrary(nil).With([]profile.File{{Name: "example", Path: "p.yaml", Text: []byte(c.text)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, expected %s", c.text, err, c.want)
		}
	}
}

// TestClassesOfPlaces holds that the name of a class stands for its places, of which one is
// enough.
func TestClassesOfPlaces(t *testing.T) {
	library, err := profile.NewLibrary(nil).With([]profile.File{{Name: "example", Path: "p.yaml", Text: []byte(valid + "- {write: mail-queues, why: mails}\n")}})
	if err != nil {
		t.Fatal(err)
	}
	needs := library.Lookup("example").Needs
	terms := needs[len(needs)-1].Terms
	if len(terms) != 1 || !slices.Contains(strings.Split(terms[0], "|"), "/var/spool/nullmailer") {
		t.Errorf("mail-queues stands for %q", terms)
	}
}

// TestProfilesAreFoundInAnyForm holds that YAML may be written as its author
// likes.
func TestProfilesAreFoundInAnyForm(t *testing.T) {
	for _, text := range []string{
		valid,
		strings.Replace(valid, "[exampled]", "exampled", 1),
		strings.Replace(valid, "[exampled]", "\n  - other\n  - exampled", 1),
		strings.Replace(valid, "[exampled]", "[other,\n  exampled]", 1),
		strings.Replace(valid, "programs: ", `"programs": `, 1),
		strings.Replace(valid, "programs: [exampled]", "paths:\n- /usr/bin/exampled", 1),
		strings.Replace(valid, "programs: [exampled]", "programs: [other]\npaths:\n- /usr/bin/exampled", 1),
		`{"title": "exampled", "programs": ["exampled"], "source": "measured", "needs": [{"write": "/srv/orders", "why": "keeps its orders"}]}`,
	} {
		library, err := profile.Builtin().With([]profile.File{{Name: "example", Path: "p.yaml", Text: []byte(text)}})
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		u := load(t, "[Service]\nExecStart=/usr/bin/exampled\n", "")
		if got := assess.Of(u, assess.Sources{Library: library}).Profile(); got != "example" {
			t.Errorf("%s: the profile of the program is %q", text, got)
		}
	}
}

// TestOwnProfilesStandBefore holds that what a user writes counts before what the
// program brings along.
func TestOwnProfilesStandBefore(t *testing.T) {
	file := func(name, program string) profile.File {
		return profile.File{Name: name, Path: name + ".yaml", Text: []byte(strings.Replace(valid, "[exampled]", program, 1))}
	}
	nginx := load(t, "[Service]\nExecStart=/usr/sbin/nginx\n", "")
	for _, c := range []struct {
		files []profile.File
		want  string
	}{
		{nil, "nginx"},
		{[]profile.File{file("ours", "[other]")}, "nginx"},
		{[]profile.File{file("ours", `["ng*"]`)}, "ours"},
		{[]profile.File{file("nginx", "[other]")}, "nginx"},
	} {
		library, err := profile.Builtin().With(c.files)
		if err != nil {
			t.Fatal(err)
		}
		if got := assess.Of(nginx, assess.Sources{Library: library}).Profile(); got != c.want {
			t.Errorf("%v: got %q, expected %q", c.files, got, c.want)
		}
	}
	if _, err := profile.Builtin().With([]profile.File{file("ours", "[a]"), {Name: "ours", Path: "more/ours.yaml", Text: []byte(valid)}}); err == nil {
		t.Error("two profiles of one name are no error")
	}
}

// TestEveryKindIsDescribed holds the table of kinds to what is asked of it.
func TestEveryKindIsDescribed(t *testing.T) {
	seen := map[need.Kind]bool{}
	for _, k := range need.Kinds() {
		if seen[k.Kind] || !strings.HasSuffix(k.Summary, ".") {
			t.Errorf("%s is described twice, or not in a sentence: %q", k.Kind, k.Summary)
		}
		seen[k.Kind] = true
		if denials[k.Kind] == "" && k.Kind != need.Limit {
			t.Errorf("no setting is known that refuses %s", k.Kind)
		}
		if k.Argument == nil {
			continue
		}
		for word := range strings.SplitSeq(k.Argument.Example, " or ") {
			if fault := k.Argument.Fault(word); fault != "" {
				t.Errorf("%s: the example %q %s", k.Kind, word, fault)
			}
		}
	}
	for kind := range denials {
		if !seen[kind] {
			t.Errorf("%s is not described", kind)
		}
	}
}

func FuzzProfile(f *testing.F) {
	f.Add(valid)
	f.Add("a: &a [*a]")
	f.Add("{\"programs\": [1], options: {a: *b}}")
	f.Fuzz(func(t *testing.T, text string) {
		library, err := profile.NewLibrary(nil).With([]profile.File{{Name: "example", Path: "p.yaml", Text: []byte(text)}})
		if p := library.Lookup("example"); (p == nil) != (err != nil) {
			t.Errorf("%q: %v, and the profile %v", text, err, p)
		}
	})
}
