package text

import (
	"testing"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// TestJoined holds which words are an option with its value.
func TestJoined(t *testing.T) {
	options := map[string]invocation.Meaning{
		"-p": invocation.MeansPort, "-u": invocation.MeansUser, "-l": invocation.MeansListen, "-w": invocation.MeansWrite, "-n": invocation.MeansNothing,
	}
	long := map[string]invocation.Meaning{"-u": invocation.MeansUser, "-p": invocation.MeansPort, "-p6": invocation.MeansNothing, "-log": invocation.MeansWrite}
	for _, test := range []struct {
		options map[string]invocation.Meaning
		word    string
		want    bool
	}{
		{options, "-p22", true}, {options, "-unobody", true}, {options, "-u_app", true}, {options, "-l0.0.0.0:80", true}, {options, "-l/run/a.sock", true},
		{options, "-w/srv/a", true},
		{options, "-p", false}, {options, "-pv", false}, {options, "-wv", false}, {options, "-n22", false}, {options, "-x22", false}, {options, "--p22", false},
		{options, "-u%i", false}, {options, "p22", false}, {options, "", false}, {nil, "-p22", false},
		// Letters behind one dash may be the name of an option, where the program has such.
		{long, "-update", false}, {long, "-p22", true}, {long, "-p6", false},
	} {
		var means *invocation.Means
		if test.options != nil {
			means = &invocation.Means{Options: test.options}
		}
		if got := isJoined(means, test.word); got != test.want {
			t.Errorf("%q: %v, want %v", test.word, got, test.want)
		}
	}
}
