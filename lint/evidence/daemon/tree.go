package daemon

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/source"
)

// objectStart matches the beginning of an object of JSON, behind comments.
var objectStart = regexp.MustCompile(`^(?:\s+|//[^\n]*|#[^\n]*|/\*(?s:.*?)\*/)*\{(?:\s+|//[^\n]*|#[^\n]*|/\*(?s:.*?)\*/)*"`)

// isObject tells that a text is an object of JSON, whatever its file is called.
func isObject(text []byte) bool {
	return objectStart.Match(text[:min(len(text), longestLine)])
}

// withoutRemarks returns JSON without the comments that many programs take in it ("//", "#",
// "/* */") and without tabs, each line in its place.
func withoutRemarks(text []byte) []byte {
	bare := bytes.Clone(text)
	blank := func(from, to int) {
		for i := from; i < to; i++ {
			if bare[i] != '\n' {
				bare[i] = ' '
			}
		}
	}
	for at, end := 0, 0; at < len(bare); at = max(at+1, end) {
		rest := bare[at:]
		var behind []byte
		switch {
		case bytes.HasPrefix(rest, []byte("//")), rest[0] == '#':
			behind = []byte("\n")
		case bytes.HasPrefix(rest, []byte("/*")):
			behind = []byte("*/")
		case rest[0] == '\t':
			bare[at] = ' '
			continue
		case rest[0] == '"':
			end = at + stringLength(rest)
			continue
		default:
			continue
		}
		end = len(bare)
		if length := bytes.Index(rest, behind); length >= 0 {
			end = at + length + len(behind)
		}
		blank(at, end)
	}
	return bare
}

// stringLength is how long the string is that a text begins with, its quotes included.
func stringLength(text []byte) int {
	for at := 1; at < len(text); at++ {
		switch text[at] {
		case '\\':
			at++
		case '"', '\n':
			return at + 1
		}
	}
	return len(text)
}

// readTree reads YAML and JSON, which YAML includes, be it with comments. What is neither
// is not understood. Behind a document that is read as one, another that is not is read by lines.
func readTree(file *source.File) ([]Setting, bool) {
	return (&treeReader{file: file}).read()
}

func (r *treeReader) read() ([]Setting, bool) {
	text := r.file.Text
	switch {
	case isObject(text):
		text = withoutRemarks(text)
	case isLooseObject(text):
		text = tightened(text)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for documents := 0; ; documents++ {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) && documents > 0 {
			return r.settings, true
		}
		if broken := err != nil || document.Kind != yaml.DocumentNode; broken && documents == 0 {
			return nil, false
		} else if broken {
			return r.rest(), true
		}
		for _, node := range document.Content {
			r.node("", "", node, 0)
		}
	}
}

// rest returns what was read, and the statements of the lines behind it.
func (r *treeReader) rest() []Setting {
	read := 0
	if len(r.settings) > 0 {
		read = r.settings[len(r.settings)-1].Place.StartPosition().Line
	}
	behind := slices.DeleteFunc(readLines(r.file), func(s Setting) bool { return s.Place.StartPosition().Line <= read })
	return append(r.settings, behind[:min(len(behind), mostSettings-len(r.settings))]...)
}

type treeReader struct {
	file     *source.File
	settings []Setting
	// enabled leaves out the mappings that say of themselves that they are switched off.
	enabled bool
}

// node reads the value of a key. Aliases are left alone: they repeat what stands
// elsewhere.
func (r *treeReader) node(section, key string, node *yaml.Node, depth int) {
	if depth > deepestSection || len(r.settings) >= mostSettings {
		return
	}
	switch node.Kind {
	case yaml.ScalarNode:
		r.settings = append(r.settings, Setting{
			Section: section, Key: strings.ToLower(key), Value: node.Value, Whole: true, Place: r.file.LineRange(min(max(node.Line, 1), max(r.file.Lines(), 1))),
		})
	case yaml.SequenceNode:
		for _, item := range node.Content {
			r.node(section, key, item, depth+1)
		}
	case yaml.MappingNode:
		inner := strings.Trim(section+"."+strings.ToLower(key), ".")
		if r.enabled && inner != "" && isOff(node) {
			return
		}
		for at := 0; at+1 < len(node.Content); at += 2 {
			r.node(inner, node.Content[at].Value, node.Content[at+1], depth+1)
		}
	}
}

// isOff tells that a mapping says "enabled: no".
func isOff(mapping *yaml.Node) bool {
	for at := 0; at+1 < len(mapping.Content); at += 2 {
		if strings.EqualFold(mapping.Content[at].Value, "enabled") {
			return slices.Contains(switchedOff, strings.ToLower(mapping.Content[at+1].Value))
		}
	}
	return false
}

// readMarkup reads XML: attributes and texts are statements, elements sections.
func readMarkup(file *source.File) []Setting {
	var settings []Setting
	var elements []string
	decoder := xml.NewDecoder(bytes.NewReader(file.Text))
	decoder.Strict = false
	decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	for len(settings) < mostSettings {
		token, err := decoder.Token()
		if err != nil {
			break
		}
		place := file.LineRange(file.Line(int(decoder.InputOffset())))
		section := strings.ToLower(strings.Join(elements, "."))
		switch t := token.(type) {
		case xml.StartElement:
			if len(elements) >= deepestSection {
				return settings
			}
			elements = append(elements, t.Name.Local)
			for _, attribute := range t.Attr {
				settings = append(settings, Setting{
					Section: strings.Trim(section+"."+strings.ToLower(t.Name.Local),
						"."), Key: strings.ToLower(attribute.Name.Local), Value: attribute.Value, Whole: true, Place: place,
				})
			}
		case xml.EndElement:
			elements = elements[:max(len(elements)-1, 0)]
		case xml.CharData:
			if text := strings.TrimSpace(string(t)); text != "" && len(elements) > 0 && len(text) <= longestLine {
				settings = append(settings, Setting{
					Section: strings.ToLower(strings.Join(elements[:len(elements)-1],
						".")), Key: strings.ToLower(elements[len(elements)-1]), Value: text, Whole: true, Place: place,
				})
			}
		}
	}
	return settings
}
