package invocation

import "testing"

func TestSpare(t *testing.T) {
	for _, c := range []struct {
		program   string
		arguments []string
		tolerated bool
		want      bool
	}{
		{"/sbin/modprobe", []string{"overlay"}, true, true},
		{"/sbin/modprobe", []string{"overlay"}, false, false},
		{"/sbin/modprobe", []string{"br_netfilter"}, true, false},
		{"/sbin/modprobe", []string{"overlay", "metacopy=on"}, true, false},
		{"/sbin/modprobe", []string{"-r", "overlay"}, true, false},
		{"/usr/bin/true", []string{"overlay"}, true, false},
	} {
		i := &Invocation{Program: Word{Text: c.program}, Tolerated: c.tolerated}
		for _, a := range c.arguments {
			i.Arguments = append(i.Arguments, Word{Text: a, Known: true})
		}
		if got := i.Spare(); got != c.want {
			t.Errorf("%s %v: %t, want %t", c.program, c.arguments, got, c.want)
		}
	}
}
