package assess_test

import (
	"slices"
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/need"
)

// exampled is a program with a profile of its own, and what it has in common with others.
const (
	exampled = `title: exampled
programs: [exampled]
source: measured
needs:
- {capability: CAP_SETUID, when: root, why: becomes the user example}
- {address-family: AF_NETLINK, why: lists the interfaces}
`
	common = `title: a program of a sort
run-time-of: [exampled, otherd]
source: measured
needs:
- {address-family: AF_NETLINK, why: has it from the sort}
- {syscall: fdatasync, why: writes through to the disk}
`
	tongue = `title: a program in a language
run-time-of: [otherd, exampled]
source: measured
needs:
- {syscall: setrlimit, why: raises a limit}
`
)

func withSort(t *testing.T) *profile.Library {
	t.Helper()
	library, err := profile.NewLibrary(nil).With([]profile.File{
		{Name: "exampled", Path: "exampled.yaml", Text: []byte(exampled)}, {Name: "sort", Path: "sort.yaml", Text: []byte(common)},
		{Name: "tongue", Path: "tongue.yaml", Text: []byte(tongue)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return library
}

// TestWhatProgramsHaveInCommon holds that a profile of what programs are built with adds to
// what their own ones say, several as well, and stands in for these where there are none.
func TestWhatProgramsHaveInCommon(t *testing.T) {
	for program, want := range map[string]struct {
		profile string
		whys    []string
	}{
		"exampled": {"exampled", []string{
			"becomes the user example", "has it from the sort", "lists the interfaces", "raises a limit", "writes through to the disk",
		}},
		"otherd":  {"sort", []string{"has it from the sort", "raises a limit", "writes through to the disk"}},
		"strange": {"", nil},
	} {
		a := assess.Of(load(t, "[Service]\nExecStart=/usr/bin/"+program+"\n", ""), assess.Sources{Library: withSort(t)})
		var whys []string
		for _, n := range a.Needs {
			if !n.FromText() {
				whys = append(whys, n.Why)
			}
		}
		slices.Sort(whys)
		if whys = slices.Compact(whys); a.Profile() != want.profile || !slices.Equal(whys, want.whys) {
			t.Errorf("%s: got %v of %q, expected %v of %q", program, whys, a.Profile(), want.whys, want.profile)
		}
	}
}

// TestCapabilitiesMeanCalls holds that who needs a capability is known to make one of
// the calls that ask for it.
func TestCapabilitiesMeanCalls(t *testing.T) {
	a := assess.Of(load(t, "[Service]\nExecStart=/usr/bin/exampled\n", ""), assess.Sources{Library: withSort(t)})
	at := slices.IndexFunc(a.Needs, func(n need.Need) bool { return n.Kind == need.Syscall && slices.Contains(n.Any, "setresuid") })
	if at < 0 {
		t.Fatal("who needs CAP_SETUID calls none of its system calls")
	}
	if n := a.Needs[at]; n.Why != "becomes the user example" || n.Conditions.Starts != need.AsRoot || n.Certainty != need.Likely {
		t.Errorf("got %+v", n)
	}
}
