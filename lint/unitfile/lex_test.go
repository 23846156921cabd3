package unitfile

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/source"
)

// FuzzLex holds go-systemd's parser to what the normalised form promises: it
// reads every stream whole, and every text that it is trusted with unchanged.
func FuzzLex(f *testing.F) {
	for _, text := range []string{
		"[Unit]\nDescription=a\n[Service]\nExecStart=/bin/a \\\n b\n",
		"[A]]\n\u00a0a=b\u00a0\n\vb=c\\\\\n;c=d\n[\nd=[\n=e\nf==\n\ufeff#g=h\n",
		"[A]\n{% if a = b %}c=d\n[]\n" + strings.Repeat("a=b\n", 2) + "[]\n[]\na=\xff\n[A\xc3]\n\xc3=b\n[a\rb]\na\rb=c\rd\n",
	} {
		f.Add([]byte(text), uint16(239), false)
		f.Add([]byte(text), uint16(252), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, version uint16, template bool) {
		sections := read(source.New("x.service", text), Options{Version: int(version), Template: template}).sections
		before := texts(sections)
		if err := lex(sections); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, texts(sections)); diff != "" {
			t.Errorf("the parser read something else (-given +read):\n%s", diff)
		}
	})
}

func texts(sections []*Section) []string {
	var all []string
	for _, s := range sections {
		all = append(all, s.Name)
		for _, a := range s.all {
			all = append(all, a.Key, a.Value)
		}
	}
	return all
}
