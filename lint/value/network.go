package value

import (
	"net/netip"
	"slices"
	"strings"
	"unicode"

	"github.com/unitlint/unitlint/lint/catalog"
)

// prefixWords are the names of address ranges in IPAddressAllow= and
// IPAddressDeny= (systemd.resource-control(5)).
var prefixWords = []string{"any", "localhost", "link-local", "multicast"}

var namedPrefixes = map[string][]netip.Prefix{
	"any":        {netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")},
	"localhost":  {netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")},
	"link-local": {netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("fe80::/64")},
	"multicast":  {netip.MustParsePrefix("224.0.0.0/4"), netip.MustParsePrefix("ff00::/8")},
}

// IPPrefixes decodes IPAddressAllow= or IPAddressDeny=
// (systemd.resource-control(5)): addresses stand for themselves alone, prefixes
// are masked, and what systemd skips is left out.
func IPPrefixes(text string) []netip.Prefix {
	words, _ := Split(text, catalog.Words) // what follows a fault is dropped
	prefixes := make([]netip.Prefix, 0, len(words))
	for _, word := range words {
		if named, ok := namedPrefixes[word.Text]; ok {
			prefixes = append(prefixes, named...)
		} else if isLocalhost(word.Text) {
			prefixes = append(prefixes, namedPrefixes["localhost"]...)
		} else if prefix, ok := parsePrefix(word.Text); ok {
			prefixes = append(prefixes, prefix.Masked())
		}
	}
	return prefixes
}

func (v *verdict) ipPrefixes() {
	for _, word := range v.words(catalog.Words) {
		if slices.Contains(prefixWords, word.Text) || isLocalhost(word.Text) || validPrefix(word.Text) {
			continue
		}
		problem := v.drop(word.Start, word.End, CodeBadAddress,
			"%s is neither an address, a prefix, nor one of %s: it is skipped.", quotation(word.Text), listed(prefixWords))
		problem.suggestion = func() string { return catalog.Suggest(strings.ToLower(word.Text), prefixWords) }
		if bare := strings.Trim(word.Text, ",;"); bare != word.Text && (slices.Contains(prefixWords, bare) || validPrefix(bare)) {
			problem.suggestion = func() string { return bare }
		}
	}
}

// isLocalhost tells whether systemd takes a host name for this machine's
// (is_localhost() in hostname-util.c).
func isLocalhost(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	return name == "localhost" || name == "localhost.localdomain" ||
		strings.HasSuffix(name, ".localhost") || strings.HasSuffix(name, ".localhost.localdomain")
}

// longestHostname is how long the name of a Linux host may be.
const longestHostname = 64

// isHostname tells whether systemd takes a name for that of a host (hostname_is_valid() in
// hostname-util.c).
func isHostname(name string) bool {
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || strings.Trim(label, "-") != label || strings.ContainsFunc(label, func(r rune) bool {
			return r != '-' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
		}) {
			return false
		}
	}
	return len(name) <= longestHostname
}

// parsePrefix takes an address with or without the length of a prefix.
func parsePrefix(text string) (netip.Prefix, bool) {
	host, length, given := strings.Cut(text, "/")
	address, err := netip.ParseAddr(host)
	if err != nil || address.Zone() != "" {
		return netip.Prefix{}, false
	}
	if !given {
		return netip.PrefixFrom(address, address.BitLen()), true
	}
	bits, err := parseUnsigned(length, 8)
	if err != nil || bits > uint64(address.BitLen()) {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(address, int(bits)), true
}

func validPrefix(text string) bool {
	_, ok := parsePrefix(text)
	return ok
}

// The limits of an interface's name: the kernel's own, and of alternative
// names.
const (
	longestInterface   = 15
	longestAlternative = 127
)

// indexBits is the size of an interface's index.
const indexBits = 32

// validInterface tells whether a text can name a network interface. What systemd
// reads as a number, in any base, is the index of one.
func validInterface(name string, longest int) bool {
	if name == "" || len(name) > longest || name == "." || name == ".." || name == "all" || name == "default" || isNumeric(name) {
		return false
	}
	if index, number := Integer(name, indexBits); number && index > 0 {
		return false
	}
	for i := range len(name) {
		if c := name[i]; c <= ' ' || c >= 0x7f || c == ':' || c == '/' || c == '%' {
			return false
		}
	}
	return true
}

func (v *verdict) interfaceName() {
	longest := longestAlternative
	if v.directive.Param == "star" {
		longest = longestInterface
	}
	if v.text == "*" && v.directive.Param == "star" {
		return
	}
	expansion, ok := v.expand(v.whole(), Ignored)
	if ok && !validInterface(expansion.Text, longest) {
		start, end := v.all()
		v.ignore(start, end, CodeBadName, "%s is no name of a network interface.", quotation(expansion.Text))
	}
}

func (v *verdict) interfaceNames() {
	words, _ := v.inversion(catalog.WordsUnquote)
	for _, word := range words {
		if !validInterface(word.Text, longestInterface) {
			v.drop(word.Start, word.End, CodeBadName, "%s is no name of a network interface: it is skipped.", quotation(word.Text))
		}
	}
}

// nftSources and nftFamilies are the words of NFTSet=
// (systemd.resource-control(5)).
var (
	nftSources  = []string{"cgroup", "user", "group"}
	nftFamilies = []string{"arp", "bridge", "inet", "ip", "ip6", "netdev"}
)

func (v *verdict) nftSet() {
	const fieldCount = 4
	for _, word := range v.words(catalog.WordsUnquote) {
		fields, err := v.fields(word, 0)
		if err != nil || len(fields) != fieldCount || !slices.Contains(nftSources, fields[0].Text) || !slices.Contains(nftFamilies, fields[1].Text) ||
			!nftIdentifier(fields[2].Text) || !nftIdentifier(fields[3].Text) {
			v.drop(word.Start, word.End, CodeBadOption, "%s is not read: expected 'source:family:table:set'.", quotation(word.Text))
		}
	}
}

func nftIdentifier(name string) bool {
	if name == "" || !isLetter(name[0]) {
		return false
	}
	for i := range len(name) {
		if !isAlphanumeric(name[i]) && strings.IndexByte(`/\_.`, name[i]) < 0 {
			return false
		}
	}
	return true
}

// longestBusName is the limit of a bus name.
const longestBusName = 255

// busName judges BusName=: elements with dots between, as the D-Bus
// specification has it.
func (v *verdict) busName() {
	expansion, ok := v.expand(v.whole(), Ignored)
	if ok && !validBusName(expansion.Text) {
		start, end := v.all()
		v.ignore(start, end, CodeBadName, "%s is no bus name: expected at least two elements with dots between, such as "+
			"'org.example.Service'.", quotation(expansion.Text))
	}
}

func validBusName(name string) bool {
	name, unique := strings.CutPrefix(name, ":")
	if len(name) > longestBusName || strings.IndexByte(name, '.') < 0 {
		return false
	}
	for element := range strings.SplitSeq(name, ".") {
		if element == "" || !unique && isDigit(element[0]) {
			return false
		}
		for i := range len(element) {
			if c := element[i]; !isAlphanumeric(c) && c != '_' && c != '-' {
				return false
			}
		}
	}
	return true
}

// documentationSchemes are the beginnings that Documentation= takes, and what
// must follow.
var documentationSchemes = []string{"http://", "https://", "file:/", "info:", "man:"}

func (v *verdict) urls() {
	for _, word := range v.words(catalog.WordsUnquoteRetainEscape) {
		expansion, ok := v.expand(word, PartDropped)
		// What a specifier leaves empty is taken; an empty word is not.
		if !ok || expansion.Text == "" && word.Text != "" || validURL(expansion.Text) {
			continue
		}
		problem := v.drop(word.Start, word.End, CodeBadURL, "%s is no URL with http, https, file, info or man: it is skipped.", quotation(expansion.Text))
		problem.suggestion = func() string { return urlSuggestion(word.Text) }
	}
}

// urlSuggestion takes commas and quotes off, and turns name(8) into man:name(8).
func urlSuggestion(text string) string {
	bare := strings.Trim(text, `,;"'<>`)
	if bare != text && validURL(bare) {
		return bare
	}
	if strings.HasPrefix(bare, "www.") {
		return "https://" + bare
	}
	if strings.HasSuffix(bare, ")") && strings.Contains(bare, "(") && !strings.Contains(bare, ":") {
		return "man:" + bare
	}
	return ""
}

func validURL(text string) bool {
	for _, scheme := range documentationSchemes {
		rest, found := strings.CutPrefix(text, scheme)
		if found && (rest != "" || scheme == "file:/") {
			return !strings.ContainsFunc(rest, func(r rune) bool { return r >= 0x80 })
		}
	}
	return false
}
