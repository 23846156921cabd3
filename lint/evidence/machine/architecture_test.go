package machine_test

import (
	"encoding/binary"
	"maps"
	"slices"
	"testing"

	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/need"
)

// header returns the header of an ELF file alone, for a machine by its number (elf(5)).
func header(bits int, number uint16) string {
	size, class := 52, byte(1)
	if bits == 64 {
		size, class = 64, 2
	}
	h := make([]byte, size)
	copy(h, []byte{0x7f, 'E', 'L', 'F', class, 1, 1})
	binary.LittleEndian.PutUint16(h[16:], 2)
	binary.LittleEndian.PutUint16(h[18:], number)
	binary.LittleEndian.PutUint32(h[20:], 1)
	binary.LittleEndian.PutUint16(h[size-12:], uint16(size)) // e_ehsize
	return string(h)
}

// TestForeign tells programs for another architecture than the host's from those for its own.
func TestForeign(t *testing.T) {
	const x86, amd64, arm = 3, 62, 40
	base := map[string]string{"etc/systemd/system/unseen.service": "[Service]\nExecStart=/usr/local/bin/unseen\n"}
	for name, c := range map[string]struct {
		files map[string]string
		sure  need.Certainty
	}{
		"32 bits of a PC":              {map[string]string{"usr/local/bin/unseen": header(32, x86)}, need.Likely},
		"32 bits on a host of 64":      {map[string]string{"usr/local/bin/unseen": header(32, x86), "usr/bin/sh": header(64, amd64)}, need.Likely},
		"32 bits on a host of 32":      {map[string]string{"usr/local/bin/unseen": header(32, x86), "usr/bin/sh": header(32, x86)}, 0},
		"64 bits":                      {map[string]string{"usr/local/bin/unseen": header(64, amd64)}, 0},
		"another processor, who knows": {map[string]string{"usr/local/bin/unseen": header(32, arm)}, need.Possible},
	} {
		files := maps.Clone(base)
		maps.Copy(files, c.files)
		k, _ := knowledge(t, files, machine.Everything(), nil)
		at := slices.IndexFunc(k.Needs, func(n need.Need) bool { return n.Kind == need.Architecture })
		switch {
		case at < 0 && c.sure != 0, at >= 0 && k.Needs[at].Certainty != c.sure:
			t.Errorf("%s: %v, want certainty %v", name, k.Needs, c.sure)
		case at >= 0 && !k.Needs[at].Evidence.Local:
			t.Errorf("%s: no package brings a program of /usr/local", name)
		}
	}
}
