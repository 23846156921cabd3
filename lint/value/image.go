package value

import (
	"errors"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// images judges MountImages= and ExtensionImages= (systemd.exec(5)): a source,
// with destinations also where it is mounted, and then mount options, or pairs
// of a partition and its options.
func (v *verdict) images(destinations bool) {
	needed := 1
	if destinations {
		needed = 2
	}
	for _, word := range v.words(catalog.WordsUnquoteRetainEscape) {
		if word.Text == "" {
			continue // systemd passes over it in silence
		}
		fields, err := v.pair(word)
		if err != nil {
			v.reportSplit(word.Start, len(v.text), PartDropped, CodeBadEscape,
				"Unknown escape sequence in "+quoted(word.Text)+": systemd does not read the line from here on.")
			return
		}
		if len(fields) < needed || slices.ContainsFunc(fields[:needed], func(f Word) bool { return f.Text == "" }) {
			v.drop(word.Start, word.End, CodeBadOption, "%s is not complete: it is skipped.", quotation(word.Text))
			continue
		}
		if v.imagePaths(fields[:needed]) && len(fields) > needed+1 {
			v.partitions(fields[needed:])
		}
	}
}

// imagePaths judges the source, which takes the prefix "-", and the
// destination.
func (v *verdict) imagePaths(fields []Word) bool {
	for i, field := range fields {
		if bare, dash := strings.CutPrefix(field.Text, "-"); dash && i == 0 {
			field.Text, field.Start = bare, min(field.Start+1, field.End)
		}
		expansion, ok := v.expand(field, PartDropped)
		if !ok {
			return false
		}
		if _, ok = v.checkPath(expansion.Text, field.Start, field.End, PartDropped, pathRules{absolute: true}); !ok {
			return false
		}
	}
	return true
}

// partitions judges pairs of a partition and its mount options.
func (v *verdict) partitions(fields []Word) {
	for i := 0; i < len(fields); i += 2 {
		v.partition(fields[i].Text, fields[i], "")
	}
}

func (v *verdict) partition(name string, word Word, rest string) {
	known := wordsOf("Partition", v.ctx.Release)
	if slices.Contains(known, name) {
		return
	}
	problem := v.drop(word.Start, word.End, CodeUnknownName, "%s is no partition that this systemd knows.", quotation(name))
	problem.suggestion = func() string {
		if meant := catalog.Suggest(name, known); meant != "" {
			return meant + rest
		}
		return ""
	}
}

// imageOptions judges RootImageOptions=.
func (v *verdict) imageOptions() {
	words, err := Split(v.text, catalog.WordsUnquoteRetainEscape)
	start, end := v.all()
	if fault, ok := errors.AsType[*SplitError](err); ok {
		v.reportSplit(start, end, Ignored, splitCode(fault), capitalised(fault.Reason)+": systemd ignores the line.")
		return
	}
	pairs := make([][]Word, 0, len(words))
	for _, word := range words {
		fields, err := v.pair(word)
		if err != nil || len(fields) > 2 {
			v.ignore(start, end, CodeBadOption, "%s is not read: expected 'partition:options'.", quotation(word.Text))
			return
		}
		pairs = append(pairs, fields)
	}
	for i, fields := range pairs {
		if len(fields) == 2 && fields[1].Text != "" {
			v.partition(fields[0].Text, words[i], ":"+fields[1].Text)
		}
		if len(fields) > 0 {
			v.expand(fields[len(fields)-1], PartDropped)
		}
	}
}

// pair cuts a word at its colons, of which several part like one, with C escapes.
func (v *verdict) pair(word Word) ([]Word, error) {
	fields, err := splitAll(word.Text, splitting{separators: ":", cunescape: true, escapedSeparators: ":"})
	for i := range fields {
		fields[i].Start, fields[i].End = word.Span(fields[i].Start, fields[i].End)
	}
	return fields, err
}

// filesystemGroups are the groups of RestrictFileSystems= (systemd.exec(5)).
var filesystemGroups = strings.Fields(`@application @auxiliary-api @basic-api @common-block @historical-block @known @network
	@privileged-api @security @temporary`)

// filesystems judges the groups of RestrictFileSystems=; which file systems
// there are is the kernel's to say.
func (v *verdict) filesystems() {
	words, _ := v.inversion(catalog.WordsUnquote)
	for _, word := range words {
		if !strings.HasPrefix(word.Text, "@") || slices.Contains(filesystemGroups, word.Text) {
			continue
		}
		problem := v.drop(word.Start, word.End, CodeUnknownGroup, "%s is no group of file systems: it is skipped.", quotation(word.Text))
		problem.suggestion = func() string { return catalog.Suggest(word.Text, filesystemGroups) }
	}
}
