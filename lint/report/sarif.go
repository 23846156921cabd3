package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/source"
)

const (
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	// sarifResults is how many results of a run code scanning keeps.
	sarifResults = 5000
	// sarifBase names the directory that addresses are relative to, sarifRoot that
	// of files outside of it.
	sarifBase = "%SRCROOT%"
	sarifRoot = "FILESYSTEM"
	// sarifCategory keeps unitlint's alerts apart from those of other tools.
	sarifCategory = "unitlint/"
	homepage      = "https://github.com/unitlint/unitlint"
)

// writeSARIF writes SARIF 2.1.0 as code scanning reads it.
func writeSARIF(w io.Writer, run *Run, options Options) error {
	run = below(options.Below, run)
	findings := shown(run)
	if options.Suppressed {
		findings = slices.Clone(run.Result.Findings)
	}
	findings = foldAdvice(findings, options)
	slices.SortStableFunc(findings, func(a, b finding.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	all := len(findings)
	findings = findings[:min(all, sarifResults)]

	out := sarif.NewRunWithInformationURI("unitlint", homepage)
	out.Tool.Driver.WithVersion(run.Version).WithSemanticVersion(run.Version)
	out.Tool.Driver.Rules = sarifRules(run.Rules)
	out.Results = sarifResultsOf(findings, run.Rules)
	out.WithColumnKind("utf16CodeUnits")
	out.WithAutomationDetails(&sarif.RunAutomationDetails{ID: new(sarifCategory)})
	out.WithOriginalUriBaseIds(map[string]*sarif.ArtifactLocation{
		sarifBase: {Description: sarif.NewTextMessage("The root of the tree that was linted.")},
		sarifRoot: {URI: new("file:///"), Description: sarif.NewTextMessage("The root of the file system, for files outside of the tree.")},
	})
	out.Invocations = []*sarif.Invocation{sarifInvocation(run, all-len(findings))}

	document, err := sarif.New(sarif.Version210)
	if err != nil {
		return fmt.Errorf("making the SARIF report: %w", err)
	}
	document.Schema = sarifSchema
	document.AddRun(out)
	var buffer bytes.Buffer
	if err := document.PrettyWrite(&buffer); err != nil {
		return fmt.Errorf("encoding the SARIF report: %w", err)
	}
	buffer.WriteByte('\n')
	if _, err := w.Write(escapeJSON(buffer.Bytes())); err != nil {
		return fmt.Errorf("writing the SARIF report: %w", err)
	}
	return nil
}

// sarifInvocation tells what the run could not look at, and how many results
// were left out.
func sarifInvocation(run *Run, left int) *sarif.Invocation {
	invocation := &sarif.Invocation{ExecutionSuccessful: new(len(run.Result.Errors) == 0)}
	notify := func(level, text string) {
		invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications,
			&sarif.Notification{Level: level, Message: sarif.NewTextMessage(text)})
	}
	for _, err := range run.Result.Errors {
		notify("error", sarifText(err.Error()))
	}
	for _, notice := range run.Result.Notices {
		notify("note", sarifText(notice))
	}
	if left > 0 {
		notify("warning", fmt.Sprintf("The %d mildest results were left out: code scanning keeps %d.", left, sarifResults))
	}
	return invocation
}

func sarifResultsOf(findings []finding.Finding, rules []*lint.Rule) []*sarif.Result {
	index := map[string]uint{}
	for i, r := range rules {
		index[r.ID] = uint(i)
	}
	names := finding.Fingerprints(findings)
	hashes := map[*source.File][]string{}
	results := make([]*sarif.Result, 0, len(findings))
	for i := range findings {
		f := &findings[i]
		result := sarifResult(f, names[i])
		if at, known := index[f.Rule]; known {
			result.RuleIndex = &at
		}
		if file := f.Range.File; file != nil {
			if hashes[file] == nil {
				hashes[file] = lineHashes(file.Text)
			}
			if line := f.Range.StartPosition().Line; line <= len(hashes[file]) {
				result.PartialFingerprints["primaryLocationLineHash"] = hashes[file][line-1]
			}
		}
		results = append(results, result)
	}
	return results
}

func sarifResult(f *finding.Finding, fingerprint string) *sarif.Result {
	result := &sarif.Result{
		RuleID:              &f.Rule,
		Kind:                new("fail"),
		Level:               new(f.Severity.String()),
		Message:             *sarif.NewTextMessage(sarifMessage(f)),
		Locations:           []*sarif.Location{sarifLocation(f.Range).WithLogicalLocations([]*sarif.LogicalLocation{{Name: &f.Unit, Kind: new("module")}})},
		PartialFingerprints: map[string]any{"unitlint/v1": fingerprint},
	}
	result.Properties = sarif.Properties{
		"category": string(f.Category), "confidence": f.Confidence.String(), "unit": f.Unit, "scope": f.Scope,
	}
	if len(f.Targets) > 0 {
		result.Properties["targets"] = f.Targets
	}
	flow := &sarif.ThreadFlow{}
	for i, r := range f.Related {
		if r.Range.File == nil {
			continue
		}
		related := sarifLocation(r.Range).WithMessage(sarif.NewTextMessage(sarifText(r.Message)))
		related.Id = new(uint(i + 1))
		result.RelatedLocations = append(result.RelatedLocations, related)
		flow.Locations = append(flow.Locations, &sarif.ThreadFlowLocation{
			Location: sarifLocation(r.Range).WithMessage(sarif.NewTextMessage(sarifText(r.Message))),
		})
	}
	if len(flow.Locations) > 0 {
		flow.Locations = append(flow.Locations, &sarif.ThreadFlowLocation{
			Location: sarifLocation(f.Range).WithMessage(sarif.NewTextMessage(sarifText(f.Message))),
		})
		result.CodeFlows = []*sarif.CodeFlow{{ThreadFlows: []*sarif.ThreadFlow{flow}}}
	}
	if f.Fix != nil {
		result.Fixes = []*sarif.Fix{sarifFix(f.Fix)}
	}
	if f.Suppressed != nil {
		result.Suppressions = []*sarif.Suppression{sarifSuppression(f, fingerprint)}
	}
	return result
}

// sarifMessage is one text: what happens, what is seen, what to do, and links
// to the related places, which code scanning shows only where they are linked.
func sarifMessage(f *finding.Finding) string {
	var b strings.Builder
	b.WriteString(sarifText(f.Message))
	for _, more := range []string{f.Symptom, f.Advice} {
		if more != "" {
			b.WriteString(" " + sarifText(more))
		}
	}
	for i, r := range f.Related {
		if r.Range.File == nil {
			b.WriteString(" " + sarifText(r.Message))
			continue
		}
		place := sarifText(fmt.Sprintf("%s:%d", r.Range.File.Path, r.Range.StartPosition().Line))
		fmt.Fprintf(&b, " [%s](%d): %s.", place, i+1, strings.TrimRight(sarifText(r.Message), "."))
	}
	return b.String()
}

// sarifText keeps text of a unit from being read as a link or a placeholder
// (SARIF 2.1.0, 3.11.5 and 3.11.6).
func sarifText(text string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "{", "{{", "}", "}}").Replace(Clean(text))
}

func sarifLocation(r source.Range) *sarif.Location {
	if r.File == nil {
		return sarif.NewLocation()
	}
	return sarif.NewLocation().WithPhysicalLocation(&sarif.PhysicalLocation{
		ArtifactLocation: sarifArtifact(r.File),
		Region:           sarifRegion(r),
	})
}

func sarifArtifact(file *source.File) *sarif.ArtifactLocation {
	name, base := file.Path, sarifBase
	if below, absolute := strings.CutPrefix(name, "/"); absolute {
		name, base = below, sarifRoot
	}
	// In the first segment of a relative reference a colon would make a scheme of
	// what is before it (RFC 3986, section 4.2); elsewhere it may be escaped.
	address := strings.ReplaceAll((&url.URL{Path: name}).EscapedPath(), ":", "%3A")
	return &sarif.ArtifactLocation{URI: &address, URIBaseId: &base}
}

func sarifRegion(r source.Range) *sarif.Region {
	begin, end := r.Positions()
	return &sarif.Region{
		StartLine: &begin.Line, StartColumn: new(r.File.UTF16Column(r.Start)),
		EndLine: &end.Line, EndColumn: new(r.File.UTF16Column(r.End)),
	}
}

func sarifFix(fix *finding.Fix) *sarif.Fix {
	title := sarifText(fix.Title)
	if !fix.Safe {
		title += " (unsafe)"
	}
	out := &sarif.Fix{Description: sarif.NewTextMessage(title)}
	changes := map[string]*sarif.ArtifactChange{}
	for _, e := range fix.Edits {
		if e.Range.File == nil {
			continue
		}
		change := changes[e.Range.File.Path]
		if change == nil {
			change = &sarif.ArtifactChange{ArtifactLocation: *sarifArtifact(e.Range.File)}
			changes[e.Range.File.Path] = change
			out.ArtifactChanges = append(out.ArtifactChanges, change)
		}
		change.Replacements = append(change.Replacements, &sarif.Replacement{
			DeletedRegion:   *sarifRegion(e.Range),
			InsertedContent: &sarif.ArtifactContent{Text: new(e.NewText)},
		})
	}
	return out
}

// sarifSuppression sets every field: the library writes the unset ones as
// null, which the format forbids.
func sarifSuppression(f *finding.Finding, fingerprint string) *sarif.Suppression {
	kind, at := "external", f.Range
	if f.Suppressed.Range.File != nil {
		kind, at = "inSource", f.Suppressed.Range
	}
	digits := strings.Split(fingerprint, ":")[0]
	guid := fmt.Sprintf("%s-%s-5%s-8%s-%s", digits[:8], digits[8:12], digits[13:16], digits[17:20], digits[20:32])
	return &sarif.Suppression{
		Kind: kind, Status: new("accepted"), Location: sarifLocation(at), Guid: &guid,
		Justification: new(Clean(f.Suppressed.Reason)),
	}
}
