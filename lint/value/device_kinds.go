package value

import "github.com/unitlint/unitlint/lint/catalog"

// deviceSetting cuts a value into a device and the rest, and judges the device.
func (v *verdict) deviceSetting(what string) (rest Word, ok bool) {
	words, err := Split(v.text, catalog.FirstWordUnquotedRest)
	start, end := v.all()
	if err != nil || len(words) < 2 {
		v.ignore(start, end, CodeBadOption, "%s is not complete: expected a path and %s.", quotation(v.text), what)
		return Word{}, false
	}
	expansion, ok := v.expand(words[0], Ignored)
	if !ok {
		return Word{}, false
	}
	device, ok := v.checkPath(expansion.Text, words[0].Start, words[0].End, Ignored, pathRules{})
	v.keep(words[0], expansion, device)
	return words[1], ok
}

func (v *verdict) deviceLimit() {
	rest, ok := v.deviceSetting("a limit")
	if !ok || rest.Text == "infinity" && v.directive.Param == "bytes-or-infinity" {
		return
	}
	if limit, ok := Size(rest.Text, Base1000); !ok || limit == 0 {
		v.ignore(rest.Start, rest.End, CodeBadSize, "%s is no limit: expected a number with an optional suffix K, M, G or T.", quotation(rest.Text))
	}
}

func (v *verdict) deviceWeight() {
	rest, ok := v.deviceSetting("a weight")
	if !ok {
		return
	}
	bounds, _ := parseInterval(v.directive.Param)
	number, err := parseUnsigned(rest.Text, 64)
	if err != nil || number < uint64(bounds.from) || number > uint64(bounds.to) {
		v.ignore(rest.Start, rest.End, CodeOutOfRange, "%s is no weight: expected a number from %d to %d.", quotation(rest.Text), bounds.from, bounds.to)
	}
}

func (v *verdict) deviceTimespan() {
	rest, ok := v.deviceSetting("a time span")
	if !ok {
		return
	}
	if _, ok := Seconds(rest.Text); !ok {
		v.ignore(rest.Start, rest.End, CodeBadTime, "%s is not a time span: expected numbers with units, such as '10ms'.", quotation(rest.Text))
	}
}
