package profile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/need"
)

// TestRunTimes holds that what a run-time needs is known of each program in it, once, whatever
// else is known of the program, and that releases tell of what distributions ship alone.
func TestRunTimes(t *testing.T) {
	files := []profile.File{
		{Name: "engine", Path: "engine.yaml", Text: []byte(`title: Engine
programs: [node, npm]
run-time-of: [exampled, otherd, innerd, makerd]
packaged-by-makers: [makerd]
source: measured
needs:
- {write: /srv/engine, why: keeps code}
- {write: /srv/old, until: 252, why: keeps old code}
- {write: /srv/special, of: [otherd], why: keeps more}
`)},
		{Name: "other", Path: "other.yaml", Text: []byte(strings.Replace(valid, "exampled", "otherd", 2))},
		{Name: "inner", Path: "inner.yaml", Text: []byte(strings.Replace(valid, "exampled", "innerd", 2) + "includes: [engine]\n")},
		{Name: "word", Path: "word.yaml", Text: []byte(strings.Replace(valid, "exampled", "wordd", 2) + "includes: [engine]\ncommon-words: [wordd]\n")},
		{Name: "script", Path: "script.yaml", Text: []byte(strings.Replace(valid, "exampled", "scriptd", 2))},
	}
	library, err := profile.Builtin().With(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ line, profile, want string }{
		{"/usr/bin/exampled", "engine", "exampled:/srv/engine exampled:/srv/old"},
		{"/usr/local/bin/exampled", "engine", "exampled:/srv/engine exampled:/srv/old?"},
		{"/library/bin/exampled", "engine", "exampled:/srv/engine exampled:/srv/old?"},
		{"/usr/bin/makerd", "engine", "makerd:/srv/engine makerd:/srv/old?"},
		{"/usr/bin/otherd", "other", "otherd:/srv/orders otherd:/srv/engine otherd:/srv/old otherd:/srv/special"},
		{"/usr/bin/innerd", "inner", "innerd:/srv/orders innerd:/srv/engine innerd:/srv/old"},
		{"/usr/bin/node /srv/scriptd.js", "script", "scriptd:/srv/orders scriptd:/srv/engine scriptd:/srv/old"},
		{"/usr/bin/node /srv/unknown.js", "engine", "Engine:/srv/engine Engine:/srv/old"},
		{"/usr/bin/node /opt/innerd/dist/index.js", "inner", "innerd:/srv/orders innerd:/srv/engine innerd:/srv/old"},
		{"/usr/bin/node /opt/scriptd/index.js", "engine", "Engine:/srv/engine Engine:/srv/old"},
		{"/usr/bin/npm start\nWorkingDirectory=/srv/otherd", "other", "otherd:/srv/orders otherd:/srv/engine otherd:/srv/old otherd:/srv/special"},
		{"/usr/bin/celery -A otherd worker", "other", "otherd:/srv/orders otherd:/srv/engine otherd:/srv/old otherd:/srv/special"},
		{"/usr/bin/wordd", "word", "wordd:/srv/orders wordd:/srv/engine wordd:/srv/old"},
		{"/usr/bin/node /srv/wordd.js", "word", "wordd:/srv/orders wordd:/srv/engine wordd:/srv/old"},
		{"/usr/bin/node /srv/wordd/index.js", "word", "wordd:/srv/orders wordd:/srv/engine wordd:/srv/old"},
		{"/usr/bin/python3 /srv/wordd.py", "", ""},
		{"/usr/local/bin/wordd", "", ""},
		{"/etc/exampled", "", ""},
		{"/usr/bin/another", "", ""},
	} {
		a := assess.Of(load(t, "[Service]\nExecStart="+c.line+"\n", ""), assess.Sources{Library: library})
		var got []string
		for _, n := range a.Needs {
			if n.Kind == need.Write && !n.FromText() {
				mark := ""
				if n.Certainty == need.Possible {
					mark = "?"
				}
				got = append(got, n.Evidence.Profile+":"+strings.Join(n.Any, "|")+mark)
			}
		}
		want := strings.Fields(c.want)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) || a.Profile() != c.profile {
			t.Errorf("%s: profile %q\n got %q\nexpected %q", c.line, a.Profile(), got, want)
		}
		if c.profile == "engine" && a.Main.Partial != (strings.HasSuffix(c.line, "exampled") || strings.HasSuffix(c.line, "makerd")) {
			t.Errorf("%s: a program of which the run-time alone is known has to be known in part", c.line)
		}
	}
}
