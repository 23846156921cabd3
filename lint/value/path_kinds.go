package value

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// whole is the value as one word.
func (v *verdict) whole() Word { return Word{Text: v.text, End: len(v.text)} }

// path judges one absolute path.
func (v *verdict) path() {
	outcome := Ignored
	if v.directive.OnInvalid == catalog.RefuseUnit {
		outcome = UnitRefused
	}
	expansion, ok := v.expand(v.whole(), outcome)
	if ok && (expansion.Text != "" || filterPrograms[v.directive.Name]) {
		v.checkPath(expansion.Text, 0, len(v.text), outcome, pathRules{absolute: true})
	}
}

// filterPrograms are the paths that systemd refuses where a specifier makes them
// empty; others are unset by it (config_parse_ip_filter_bpf_progs()).
var filterPrograms = map[string]bool{"IPIngressFilterPath": true, "IPEgressFilterPath": true}

// pathListKind judges lists of paths; Param tells the prefixes and separators.
func (v *verdict) pathListKind() {
	switch v.directive.Param {
	case "prefixes":
		v.result.decoded = v.pathList()
	case "colons":
		v.colonPaths()
	default:
		v.plainPaths()
	}
}

// colonPaths judges ExecSearchPath=.
func (v *verdict) colonPaths() {
	reader := wordReader{text: v.text, rules: splittings[catalog.ColonFields]}
	for {
		word, ok, err := reader.next()
		if err != nil {
			v.splitFault(err, 0)
			return
		}
		if !ok {
			return
		}
		if expansion, ok := v.expand(word, PartDropped); ok {
			v.checkPath(expansion.Text, word.Start, word.End, PartDropped, pathRules{absolute: true})
		}
	}
}

// plainPaths judges Symlinks=, RequiresMountsFor= and WantsMountsFor=.
func (v *verdict) plainPaths() {
	for _, word := range v.words(catalog.WordsUnquote) {
		if expansion, ok := v.expand(word, PartDropped); ok {
			v.checkPath(expansion.Text, word.Start, word.End, PartDropped, pathRules{absolute: true})
		}
	}
}

// dashed takes the prefix "-" off a value.
func dashed(text string) (word Word, dash bool) {
	rest, dash := strings.CutPrefix(text, "-")
	return Word{Text: rest, Start: len(text) - len(rest), End: len(text)}, dash
}

func (v *verdict) environmentFile() {
	expansion, ok := v.expand(v.whole(), Ignored)
	if !ok {
		return
	}
	path := strings.TrimPrefix(expansion.Text, "-")
	v.checkPath(path, 0, len(v.text), Ignored, pathRules{absolute: true})
}

func (v *verdict) workingDirectory() {
	word, dash := dashed(v.text)
	if word.Text == "~" {
		return
	}
	outcome := UnitRefused
	if dash {
		outcome = Ignored
	}
	if expansion, ok := v.expand(word, outcome); ok {
		v.checkPath(expansion.Text, word.Start, word.End, outcome, pathRules{absolute: true})
	}
}

// pidFile judges PIDFile=: a relative path counts from /run, and a path that is
// not normalised makes systemd fail to load the file.
func (v *verdict) pidFile() {
	expansion, ok := v.expand(v.whole(), Ignored)
	if !ok {
		return
	}
	path := expansion.Text
	if !strings.HasPrefix(path, "/") {
		path = "/run/" + path
	}
	start, end := v.all()
	if cleaned, ok := v.checkPath(path, start, end, FileEnds, pathRules{absolute: true, kernelFS: true}); ok {
		v.legacyPath(cleaned, v.whole())
	}
}

// legacyPath remarks on a path below /var/run, which systemd rewrites.
func (v *verdict) legacyPath(path string, word Word) {
	if !below(path, "/var/run") || path == "/var/run" {
		return
	}
	start, end := word.Start, word.End
	problem := v.notice(start, end, CodeLegacyPath, "/var/run is an old name of /run: systemd uses %s.", quotation(strings.TrimPrefix(path, "/var")))
	if strings.HasPrefix(word.Text, "/var/run/") {
		problem.suggestion = func() string { return strings.TrimPrefix(word.Text, "/var") }
	}
}

func (v *verdict) watchedPath() {
	if expansion, ok := v.expand(v.whole(), Ignored); ok {
		v.checkPath(expansion.Text, 0, len(v.text), Ignored, pathRules{absolute: true})
	}
}

// rootHash judges RootHash=: a path or hexadecimal digits of at least 16 bytes.
func (v *verdict) rootHash() {
	if strings.HasPrefix(v.text, "/") {
		return
	}
	const shortest = 2 * 16
	digits := 0
	for i := range len(v.text) {
		if strings.IndexByte(blanks, v.text[i]) >= 0 {
			continue
		}
		if digitValue(v.text[i]) < 0 {
			digits = -1
			break
		}
		digits++
	}
	if digits < shortest || digits%2 != 0 {
		start, end := v.all()
		v.ignore(start, end, CodeBadEncoding, "%s is no root hash: expected an absolute path or at least 32 hexadecimal digits.", quotation(v.text))
	}
}

func (v *verdict) rootHashSignature() {
	if strings.HasPrefix(v.text, "/") {
		return // systemd looks at an absolute path no further
	}
	data, found := strings.CutPrefix(v.text, "base64:")
	if !found || !validBase64(data) {
		start, end := v.all()
		v.ignore(start, end, CodeBadEncoding, "%s is no signature: expected an absolute path or 'base64:' and data.", quotation(v.text))
	}
}

// openFile judges OpenFile=: path[:name[:options]].
func (v *verdict) openFile() {
	words, err := splitAll(v.text, splitting{separators: ":", fields: true, unquote: true})
	if err != nil || len(words) == 0 || len(words) > 3 {
		start, end := v.all()
		v.ignore(start, end, CodeBadOption, "%s is not read: expected 'path:name:options'.", quotation(v.text))
		return
	}
	if !strings.HasPrefix(words[0].Text, "/") || !normalised(words[0].Text) {
		v.ignore(words[0].Start, words[0].End, CodeNotAbsolute, "%s is not an absolute path.", quotation(words[0].Text))
		return
	}
	if len(words) > 1 && words[1].Text != "" && !validDescriptorName(words[1].Text) {
		v.ignore(words[1].Start, words[1].End, CodeBadName, "%s is no name for a file descriptor.", quotation(words[1].Text))
		return
	}
	if len(words) == 3 {
		v.openFileOptions(words[2])
	}
}

func (v *verdict) openFileOptions(field Word) {
	known := []string{"read-only", "append", "truncate", "graceful"}
	for option := range strings.SplitSeq(field.Text, ",") {
		if option != "" && !slices.Contains(known, option) {
			v.ignore(field.Start, field.End, CodeBadOption, "%s is no option here: expected %s.", quotation(option), listed(known))
			return
		}
	}
}
