package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Fingerprints returns a stable name for each finding: of its rule, unit, file,
// message and the text of its line, but not of the line's number. Findings
// that agree in all of that are counted.
func Fingerprints(findings []Finding) []string {
	return FingerprintsAt(findings, func(shown string) string { return shown })
}

// FingerprintsAt is Fingerprints with files named by what place makes of their
// paths.
func FingerprintsAt(findings []Finding, place func(string) string) []string {
	names := make([]string, len(findings))
	seen := map[string]int{}
	for i := range findings {
		f := &findings[i]
		h := sha256.New()
		message := f.Message
		if f.Exposure != 0 {
			message = "" // it tells the exposure, which may fall
		}
		fmt.Fprintf(h, "%s\x00%s\x00%s\x00%s\x00", f.Rule, f.Scope, f.Unit, message)
		if f.Range.File != nil {
			fmt.Fprintf(h, "%s\x00%s", place(f.Range.File.Path), strings.TrimSpace(f.Range.File.LineText(f.Range.StartPosition().Line)))
		}
		name := hex.EncodeToString(h.Sum(nil)[:16])
		seen[name]++
		names[i] = fmt.Sprintf("%s:%d", name, seen[name])
	}
	return names
}
