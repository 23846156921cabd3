package report

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
)

// encoded is a value as the encoder of the other formats writes it.
func encoded(t testing.TB, value any) string {
	t.Helper()
	var out bytes.Buffer
	if err := NewJSONEncoder(&out).Encode(value); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func TestJSONTextIsThatOfTheEncoder(t *testing.T) {
	texts := []string{
		"", "a\xffb\xc3", "\xed\xa0\x80", "\ufffd", "\u2028\u2029", "#", "##", "a###b####", "##\xff##\n##", "\U000e0041", "é\u0085", "👩\u200d🚀", `\"`, "<&>",
	}
	for c := range 256 {
		texts = append(texts, "a"+string([]byte{byte(c)})+"b", string(rune(c))+"#"+string(rune(c)))
	}
	for _, text := range texts {
		if got, want := string(jsonText{}.text(text)), encoded(t, text); got != want {
			t.Errorf("%q became %s, expected %s", text, got, want)
		}
	}
}

// The structure of a finding in JSON.
type (
	wantedLocation struct {
		File      string `json:"file"`
		Line      int    `json:"line"`
		Column    int    `json:"column"`
		EndLine   int    `json:"endLine"`
		EndColumn int    `json:"endColumn"`
	}
	wantedRelated struct {
		*wantedLocation
		Message string `json:"message"`
	}
	wantedEdit struct {
		wantedLocation
		NewText string `json:"newText"`
	}
	wantedFix struct {
		Title string       `json:"title,omitempty"`
		Safe  bool         `json:"safe"`
		Edits []wantedEdit `json:"edits"`
	}
	wantedSuppression struct {
		Kind     string          `json:"kind"`
		Reason   string          `json:"reason"`
		Location *wantedLocation `json:"location,omitempty"`
	}
	wantedFinding struct {
		Rule       string             `json:"rule"`
		Category   string             `json:"category"`
		Severity   string             `json:"severity"`
		Confidence string             `json:"confidence"`
		Unit       string             `json:"unit"`
		Scope      string             `json:"scope"`
		Targets    []string           `json:"targets"`
		Directive  string             `json:"directive,omitempty"`
		Message    string             `json:"message"`
		Symptom    string             `json:"symptom,omitempty"`
		Advice     string             `json:"advice,omitempty"`
		Location   *wantedLocation    `json:"location"`
		Related    []wantedRelated    `json:"related"`
		Evidence   []finding.Evidence `json:"evidence,omitempty"`
		Fix        *wantedFix         `json:"fix"`
		Suppressed *wantedSuppression `json:"suppressed"`
	}
)

func TestFindingInJSON(t *testing.T) {
	file := source.New("a \"b\".service", []byte("[Service]\nExecStart=/bin/é\n"))
	place, wanted := source.Range{File: file, Start: 10, End: 27}, wantedLocation{file.Path, 2, 1, 2, 17}
	full := finding.Finding{
		Rule: "a-rule", Category: finding.Breakage, Severity: finding.Warning, Confidence: finding.Likely, Unit: "a.service", Scope: "system",
		Targets: []string{"debian-12", "systemd-262"}, Directive: "ExecStart", Message: "It\tbreaks ##[it].", Symptom: "é\x1b", Advice: "Do <&>.",
		Range: place, Related: []finding.Related{{Range: place, Message: "here"}, {Message: "nowhere"}},
		Evidence: []finding.Evidence{{Message: "known"}, {Message: "read", File: "/etc/a.conf", Line: 3}},
		Fix:      &finding.Fix{Title: "Add it", Safe: true, Edits: []finding.Edit{{Range: place, NewText: "a\n"}, {Range: place}}},
	}
	suppressed := full
	suppressed.Suppressed = &finding.Suppression{Kind: finding.SuppressedByComment, Reason: "why", Range: place}
	known := full
	known.Suppressed = &finding.Suppression{Kind: finding.SuppressedByBaseline}
	wantedFull := wantedFinding{
		Rule: full.Rule, Category: string(full.Category), Severity: full.Severity.String(), Confidence: full.Confidence.String(), Unit: full.Unit,
		Scope: full.Scope, Targets: full.Targets, Directive: full.Directive, Message: full.Message, Symptom: full.Symptom, Advice: full.Advice,
		Location: &wanted, Related: []wantedRelated{{&wanted, "here"}, {nil, "nowhere"}}, Evidence: full.Evidence,
		Fix: &wantedFix{"Add it", true, []wantedEdit{{wanted, "a\n"}, {wanted, ""}}},
	}
	wantedSuppressed, wantedKnown := wantedFull, wantedFull
	wantedSuppressed.Suppressed = &wantedSuppression{finding.SuppressedByComment, "why", &wanted}
	wantedKnown.Suppressed = &wantedSuppression{Kind: finding.SuppressedByBaseline}
	least := wantedFinding{Severity: finding.Severity(0).String(), Confidence: finding.Confidence(0).String(), Targets: []string{}, Related: []wantedRelated{}}
	empty := least
	empty.Fix = &wantedFix{Edits: []wantedEdit{}}
	for _, test := range []struct {
		finding finding.Finding
		want    wantedFinding
	}{
		{full, wantedFull}, {suppressed, wantedSuppressed}, {known, wantedKnown}, {finding.Finding{}, least}, {finding.Finding{Fix: &finding.Fix{}}, empty},
	} {
		if got, want := string(jsonText{}.finding(&test.finding)), encoded(t, test.want); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if got, want := string(FixJSON(test.finding.Fix)), encoded(t, test.want.Fix); got != want {
			t.Errorf("got the fix %s, expected %s", got, want)
		}
	}
	list := FindingsJSON(slices.Repeat([]finding.Finding{full}, 3))
	var back []map[string]any
	if err := json.Unmarshal(list, &back); err != nil || len(back) != 3 {
		t.Errorf("a list came back as %d findings (%v): %s", len(back), err, list)
	}
}

// BenchmarkJSON encodes a finding of the usual length, by itself and by reflection.
func BenchmarkJSON(b *testing.B) {
	file := source.New("/lib/systemd/system/a.service", []byte("[Service]\nExecStart=/bin/a\n"))
	one := finding.Finding{
		Rule: "a-rule", Unit: "a.service", Targets: []string{"debian-12"}, Message: strings.Repeat("word ", 40), Advice: strings.Repeat("word ", 40),
		Range: source.Range{File: file, End: 9}, Fix: &finding.Fix{Title: "Add it", Edits: []finding.Edit{{Range: source.Range{File: file}, NewText: "line\n"}}},
	}
	wanted := wantedFinding{
		Rule: one.Rule, Unit: one.Unit, Targets: one.Targets, Message: one.Message, Advice: one.Advice, Location: &wantedLocation{File: file.Path},
		Fix: &wantedFix{"Add it", false, []wantedEdit{{wantedLocation{File: file.Path}, "line\n"}}},
	}
	b.Run("text", func(b *testing.B) {
		var text jsonText
		for b.Loop() {
			text = text[:0].finding(&one)
		}
	})
	b.Run("reflection", func(b *testing.B) {
		var out bytes.Buffer
		encoder := NewJSONEncoder(&out)
		for b.Loop() {
			out.Reset()
			if err := encoder.Encode(&wanted); err != nil {
				b.Fatal(err)
			}
		}
	})
}
