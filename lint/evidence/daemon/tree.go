package daemon

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/unitlint/unitlint/lint/source"
)

// readTree reads YAML and JSON, which YAML includes. What is neither is not
// understood.
func readTree(file *source.File) ([]Setting, bool) {
	var document yaml.Node
	if err := yaml.Unmarshal(file.Text, &document); err != nil || document.Kind != yaml.DocumentNode {
		return nil, false
	}
	r := &treeReader{file: file}
	for _, node := range document.Content {
		r.node("", "", node, 0)
	}
	return r.settings, true
}

type treeReader struct {
	file     *source.File
	settings []Setting
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
		for at := 0; at+1 < len(node.Content); at += 2 {
			r.node(inner, node.Content[at].Value, node.Content[at+1], depth+1)
		}
	}
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
