package regexp

import (
	"regexp"
	"testing"
)

const example = `(?i)\bset(?:res|re|e)?uid\b|set user id|change user id|switch to user|drop privileges`

func late() *Regexp { return &Regexp{text: example} }

func TestCompilesOnUse(t *testing.T) {
	e := late()
	if e.String() != example || e.regexp != nil {
		t.Errorf("%q is compiled before it is used", e)
	}
	if !e.MatchString("cannot setresuid") || e.regexp == nil {
		t.Error("the expression does not match once it is used")
	}
}

func BenchmarkCompile(b *testing.B) {
	b.Run("at once", func(b *testing.B) {
		for b.Loop() {
			regexp.MustCompile(example)
		}
	})
	b.Run("late", func(b *testing.B) {
		for b.Loop() {
			late()
		}
	})
}

func TestTestsCompileAtOnce(t *testing.T) {
	if e := MustCompile(example); e.regexp == nil {
		t.Error("the expression is not compiled")
	}
}
