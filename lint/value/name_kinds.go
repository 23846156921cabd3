package value

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// highestErrno is the largest error number that systemd takes.
const highestErrno = 4095

// knownErrno tells whether a text is "kill" (247), an error's name in any case,
// or a number from the given one on.
func (v *verdict) knownErrno(text string, from uint64) bool {
	if text == "kill" && v.since(247) {
		return true
	}
	if _, known := catalog.ErrnoNamed(text); known {
		return true
	}
	number, err := parseUnsigned(text, 31)
	return err == nil && number >= from && number <= highestErrno
}

func (v *verdict) errno() {
	if v.knownErrno(v.text, 1) {
		return
	}
	start, end := v.all()
	problem := v.ignore(start, end, CodeBadErrno, "%s is no error: expected a name such as EPERM, a number from 1 to 4095, or 'kill'.", quotation(v.text))
	problem.suggestion = func() string { return nearUpper(v.text, errnoNames) }
}

// Signal tells whether systemd takes a text for a signal at a release, and
// returns the name with SIG.
func Signal(text string) (name string, ok bool) {
	bare := strings.TrimPrefix(text, "SIG")
	for _, signal := range catalog.Signals() {
		if signal.Name == "SIG"+bare {
			return signal.Name, true
		}
	}
	if number, err := parseInteger(text, 32); err == nil && number > 0 && number <= highestSignal {
		return text, true
	}
	if realtimeSignal(bare) {
		return "SIG" + bare, true
	}
	return "", false
}

// highestSignal is SIGRTMAX.
const highestSignal = 64

// realtimeSignal takes RTMIN, RTMIN+1 …, RTMAX, RTMAX-1 ….
func realtimeSignal(name string) bool {
	for _, form := range []struct{ name, sign string }{{"RTMIN", "+"}, {"RTMAX", "-"}} {
		offset, found := strings.CutPrefix(name, form.name)
		if !found {
			continue
		}
		if offset == "" {
			return true
		}
		digits, signed := strings.CutPrefix(offset, form.sign)
		number, err := parseUnsigned(digits, 32)
		return signed && err == nil && number < catalog.RealtimeSignals
	}
	return false
}

func (v *verdict) signal() {
	if _, ok := Signal(v.text); ok {
		return
	}
	start, end := v.all()
	problem := v.ignore(start, end, CodeBadSignal, "%s is no signal.", quotation(v.text))
	problem.suggestion = func() string { return nearUpper(v.text, signalNames) }
}

// enum judges a word of the enum that Param names.
func (v *verdict) enum() {
	enum := catalog.EnumOf(v.directive.Param)
	if enum == nil {
		return
	}
	if v.enumWord(enum, v.text) || v.namesHost(enum) {
		v.unsafeWord(enum.Name)
		return
	}
	start, end := v.all()
	words := wordsOf(enum.Name, v.ctx.Release)
	expected := words
	if enum.True != "" && !slices.Contains(words, "yes") {
		expected = append([]string{"yes"}, words...)
	}
	problem := v.ignore(start, end, CodeUnknownName, "%s is none of the words that are expected here: %s.", quotation(v.text), listed(expected))
	problem.suggestion = func() string { return catalog.Suggest(v.text, words) }
}

// namedHostSince is the first release in which ProtectHostname= may name the host.
const namedHostSince = 258

// namesHost tells that ProtectHostname= names the host behind a colon (systemd.exec(5)).
func (v *verdict) namesHost(enum *catalog.Enum) bool {
	word, name, named := strings.Cut(v.text, ":")
	if !named || enum.Name != "ProtectHostname" || v.ctx.Release.Version < namedHostSince {
		return false
	}
	on, boolean := Boolean(word)
	return (on || !boolean) && v.enumWord(enum, word) && (isHostname(name) || strings.Contains(name, "%"))
}

// enumWord tells whether the release takes a word of an enum.
func (v *verdict) enumWord(enum *catalog.Enum, text string) bool {
	for i := range enum.Values {
		word := enum.Values[i].Word
		same := word == text || v.directive.Kind == catalog.KindEnum && enum.Name == "SocketProtocol" && strings.EqualFold(word, text)
		if same && enum.Values[i].KnownTo(v.ctx.Release) {
			return true
		}
	}
	if enum.True != "" {
		if _, ok := Boolean(text); ok {
			return true
		}
	}
	if enum.Numbers {
		number, err := parseUnsigned(text, 31)
		return err == nil && number >= uint64(enum.Low) && (enum.High < enum.Low || number <= uint64(enum.High))
	}
	return false
}

// listedLimit is how many words a message names at most.
const listedLimit = 12

func listed(words []string) string {
	if len(words) > listedLimit {
		return strings.Join(words[:listedLimit], ", ") + " …"
	}
	return strings.Join(words, ", ")
}

// enumList judges words of an enum; unknown ones are dropped.
func (v *verdict) enumList(tokenizer catalog.Tokenizer, enum, what string) {
	words, err := Split(v.text, tokenizer)
	v.splitFault(err, len(words))
	known := wordsOf(enum, v.ctx.Release)
	for _, word := range words {
		if slices.Contains(known, word.Text) {
			continue
		}
		problem := v.report(word.Start, word.End, PartDropped, CodeUnknownName, quoted(word.Text)+" is no "+what+" that this systemd knows.")
		problem.suggestion = func() string { return catalog.Suggest(word.Text, known) }
	}
}

func (v *verdict) architectures() {
	v.enumList(catalog.WordsUnquote, "SystemCallArchitecture", "architecture")
}

// secureBits judges SecureBits=, of which systemd drops unknown words without
// a message.
func (v *verdict) secureBits() {
	v.enumList(catalog.WordsUnquote, "SecureBits", "secure bit")
	v.silence()
}

// silence marks what was found as something that systemd does not log.
func (v *verdict) silence() {
	for i := range v.result.Problems {
		v.result.Problems[i].Silent = true
	}
}

// controllers judges DisableControllers=: systemd speaks of unknown words only
// where no word is left.
func (v *verdict) controllers() {
	v.enumList(catalog.Words, "Controllers", "control group controller")
	if words, _ := Split(v.text, catalog.Words); len(words) > len(v.result.Problems) {
		v.silence()
	}
}

func (v *verdict) delegate() {
	if _, ok := Boolean(v.text); !ok {
		v.enumList(catalog.WordsUnquote, "Controllers", "control group controller")
	}
}

func (v *verdict) coredumpFilter() {
	for _, word := range v.words(catalog.Words) {
		if word.Text == "default" || word.Text == "all" || slices.Contains(wordsOf("CoredumpFilter", v.ctx.Release), word.Text) {
			continue
		}
		if _, err := parseBase(strings.TrimPrefix(word.Text, "0x"), 16, 64); err == nil {
			continue
		}
		problem := v.ignore(word.Start, word.End, CodeUnknownName, "%s is no kind of memory mapping that this systemd knows.", quotation(word.Text))
		problem.suggestion = func() string { return catalog.Suggest(word.Text, wordsOf("CoredumpFilter", v.ctx.Release)) }
	}
}

func (v *verdict) refreshOnReload() {
	if _, ok := Boolean(v.text); ok {
		return
	}
	words, _ := v.inversion(catalog.Words)
	known := wordsOf("RefreshOnReload", v.ctx.Release)
	for _, word := range words {
		if !slices.Contains(known, word.Text) {
			v.ignore(word.Start, word.End, CodeUnknownName, "%s is none of the words that are expected here: %s.", quotation(word.Text), listed(known))
		}
	}
}

// booleanKind and tristateKind judge yes and no.
func (v *verdict) booleanKind() {
	if _, ok := Boolean(v.text); ok {
		return
	}
	start, end := v.all()
	outcome := Ignored
	if v.directive.OnInvalid == catalog.RefuseUnit {
		outcome = UnitRefused
	}
	problem := v.report(start, end, outcome, CodeBadBoolean, quoted(v.text)+" is neither yes nor no.")
	problem.suggestion = func() string { return catalog.Suggest(strings.ToLower(v.text), []string{"yes", "true", "false"}) }
}

// unsafeWord remarks on words that systemd takes with a warning.
func (v *verdict) unsafeWord(enum string) {
	if enum == "KillMode" && v.text == "none" && v.since(246) {
		start, end := v.all()
		v.notice(start, end, CodeUnsafe, "'none' leaves the processes of a stopped service running and unsupervised: systemd warns of it and will drop it.")
	}
}
