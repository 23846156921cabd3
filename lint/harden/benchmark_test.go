package harden_test

import (
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/harden"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

// BenchmarkAdvise finds the advice for every service of a distribution: with one
// vocabulary for all of them, as a run of the linter does, and with one for each.
func BenchmarkAdvise(b *testing.B) {
	tree, err := locate.OpenRoot(sharedtest.Tree(b, "corpus", "debian12"), "")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = tree.Close() })
	targets, err := target.Parse("debian-12")
	if err != nil {
		b.Fatal(err)
	}
	var services []*unit.Unit
	for _, id := range tree.Units(locate.System) {
		if u, err := unit.Load(id, targets[0].Release); err == nil && u.Type == "service" && u.State == locate.Loaded {
			services = append(services, u)
		}
	}
	known, library := host.OfUnits(services, host.Facts{})[services[0].Tree], profile.Builtin()
	advise := func(b *testing.B, vocabulary func() *harden.Vocabulary) {
		b.ReportAllocs()
		for b.Loop() {
			for _, u := range services {
				harden.Request{
					Box: sandbox.New(u, known), Host: known, Target: targets[0], Library: library, Vocabulary: vocabulary(),
					Assessment: assess.Of(u, assess.Sources{Library: library, Host: known}),
				}.Advise()
			}
		}
	}
	b.Run("together", func(b *testing.B) {
		one := &harden.Vocabulary{}
		advise(b, func() *harden.Vocabulary { return one })
	})
	b.Run("alone", func(b *testing.B) { advise(b, func() *harden.Vocabulary { return nil }) })
}
