package text

import (
	"slices"
	"sort"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// remark is what comments of units say of the program, in lower case.
type remark struct {
	// words are what the comment says, all of which hold one of the parts, which are found faster.
	words *regexp.Regexp
	parts []string
	// needs are what follows; where there are none, the first group of the words is a program that is run.
	needs  []need.Need
	source string
}

// remarks are such. Comments are read where they explain a line of the section that starts programs.
var remarks = []remark{
	{
		words: regexp.MustCompile(`\b(?:manag|chang|add|set|insert|appl|install|edit|updat|modif|flush|control|configur|block|run|call|invok)[a-z]*\b[^.;]{0,32}` +
			`\b(iptables|ip6tables|nftables|nft|ufw)\b`),
		parts: []string{"tables", "nft", "ufw"},
	},
	{
		words:  regexp.MustCompile(`\brootless (?:podman|buildah|containers?)\b|\b(?:podman|buildah)\b[^.;]{0,16}\b(?:needs?|requires?|maps?)\b`),
		parts:  []string{"podman", "buildah", "rootless"},
		needs:  []need.Need{rootlessPodman},
		source: podmanSource,
	},
	{
		words: regexp.MustCompile(`\baddress(?:es|ing)?\b[^.;]{0,16}\b(?:from|of)\b[^.;]{0,16}\b(?:veth|interfaces?|tun|tap|bridge|nic|wg[0-9]*)\b` +
			`|\b(?:list|enumerat|quer|watch|monitor)[a-z]*\b[^.;]{0,16}\bnetwork interfaces?\b`),
		parts: []string{"address", "interface"},
		needs: []need.Need{{
			Kind: need.AddressFamily, Any: []string{"AF_NETLINK"}, Why: "asks for interfaces and their addresses, as a comment says, which is done over netlink",
		}},
		source: "getifaddrs(3), rtnetlink(7)",
	},
}

var (
	// denied matches the words by which a comment says that something is not so.
	denied = regexp.MustCompile(`\b(?:no|not|never|none|without|instead|rather|unless|if|optional(?:ly)?|dropped|disabled?|removed|cannot|nor|except)\b|n't\b`)
	// disabledLine matches a line of a unit that stands in a comment.
	disabledLine = regexp.MustCompile(`^[A-Z][A-Za-z]+=`)
)

// mostRemarks bounds the comments of a unit that are looked at, and longestRemark their length.
const (
	mostRemarks   = 256
	longestRemark = 1 << 10
)

// commented records what comments say of the program, before the assignments of the section that starts it.
func (r *collector) commented() {
	main := r.Main()
	if main == nil {
		return
	}
	for _, file := range r.Unit.Files() {
		for _, s := range file.Sections {
			if s.Name != r.Unit.ExecSection() || len(s.Assignments) == 0 {
				continue
			}
			end := s.Assignments[len(s.Assignments)-1].KeyRange.Start
			at := sort.Search(len(file.Comments), func(i int) bool { return file.Comments[i].Start >= s.Header.End })
			for looked := 0; at < len(file.Comments) && file.Comments[at].Start < end && looked < mostRemarks; looked++ {
				var text string
				var place source.Range
				text, place, at = commentAt(file, at)
				if len(text) <= longestRemark && place.End <= end && hasRemark(text) && !denied.MatchString(text) {
					r.remarked(main, text, place)
				}
			}
		}
	}
}

// commentAt returns the text of the comment that begins at a comment line, over all lines of it, in lower case,
// its place, and the index of the next line that is none of its.
func commentAt(file *unitfile.File, at int) (text string, place source.Range, further int) {
	var words strings.Builder
	place = file.Comments[at]
	for last := -1; at < len(file.Comments); at++ {
		line := file.Source.Line(file.Comments[at].Start)
		if last >= 0 && line != last+1 {
			break
		}
		last = line
		content := strings.TrimSpace(strings.TrimLeft(file.Comments[at].Text(), "#; \t"))
		if strings.Contains(content, "=") && disabledLine.MatchString(content) {
			continue
		}
		words.WriteString(strings.ToLower(content) + " ")
		place.End = file.Comments[at].End
	}
	return words.String(), place, at
}

// hasRemark tells that a comment may say something of the program.
func hasRemark(text string) bool {
	return slices.ContainsFunc(remarks, func(row remark) bool { return row.isIn(text) })
}

// isIn tells that a comment holds a part of what it would say.
func (row *remark) isIn(text string) bool {
	return slices.ContainsFunc(row.parts, func(part string) bool { return strings.Contains(text, part) })
}

// remarked records what one comment says.
func (r *collector) remarked(main *invocation.Invocation, text string, place source.Range) {
	for at := range remarks {
		row := &remarks[at]
		if !row.isIn(text) {
			continue
		}
		match := row.words.FindStringSubmatch(text)
		if match == nil {
			continue
		}
		for _, n := range row.needs {
			r.shownBy(n, main.Assignment, place, row.source)
		}
		if len(row.needs) == 0 {
			program := invocation.Word{Text: strings.Replace(match[1], "nftables", "nft", 1), Known: true, Place: place}
			r.pending = append(r.pending, &invocation.Invocation{Line: main.Line, Assignment: main.Assignment, Conditional: true, Program: program})
		}
	}
}
