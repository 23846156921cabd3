package config

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/finding"

	"go.yaml.in/yaml/v3"

	"github.com/unitlint/unitlint/lint"
)

// fits tells whether a value is one that a schema takes. It knows the words
// that the configuration's schema uses, and fails the test at any other.
func fits(t *testing.T, schema map[string]any, value any) bool {
	t.Helper()
	object, isObject := value.(map[string]any)
	for word, says := range schema {
		ok := true
		switch word {
		case "$schema", "title", "description":
		case "type":
			ok = hasType(says, value)
		case "enum":
			ok = slices.Contains(says.([]any), value)
		case "minimum":
			number, isNumber := value.(float64)
			ok = !isNumber || number >= says.(float64)
		case "maximum":
			number, isNumber := value.(float64)
			ok = !isNumber || number <= says.(float64)
		case "oneOf":
			matching := 0
			for _, one := range says.([]any) {
				if fits(t, one.(map[string]any), value) {
					matching++
				}
			}
			ok = matching == 1
		case "items":
			if list, isList := value.([]any); isList {
				ok = !slices.ContainsFunc(list, func(item any) bool { return !fits(t, says.(map[string]any), item) })
			}
		case "properties":
			for key, item := range object {
				if property, known := says.(map[string]any)[key]; known && !fits(t, property.(map[string]any), item) {
					ok = false
				}
			}
		case "additionalProperties":
			if isObject {
				ok = fitsFurther(t, schema, says, object)
			}
		default:
			t.Fatalf("the schema says %q, which this test does not know", word)
		}
		if !ok {
			return false
		}
	}
	return true
}

func fitsFurther(t *testing.T, schema map[string]any, says any, object map[string]any) bool {
	t.Helper()
	properties, _ := schema["properties"].(map[string]any)
	for key, item := range object {
		if _, known := properties[key]; known {
			continue
		}
		further, isSchema := says.(map[string]any)
		if !isSchema || !fits(t, further, item) {
			return false
		}
	}
	return true
}

func hasType(says, value any) bool {
	switch v := value.(type) {
	case string:
		return says == "string"
	case bool:
		return says == "boolean"
	case float64:
		return says == "number" || says == "integer" && v == float64(int64(v))
	case []any:
		return says == "array"
	case map[string]any:
		return says == "object"
	default:
		return false
	}
}

// The schema takes what the decoder takes: the documented example, and a few
// that neither may take.
func TestSchemaAgreesWithDecoder(t *testing.T) {
	encoded, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(encoded, &schema); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	documented := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindSubmatch(page)
	if documented == nil {
		t.Fatal("the documentation has no example")
	}
	rules := append(testRules(), &lint.Rule{ID: "private-network", Category: finding.Breakage})
	for text, want := range map[string]bool{
		string(documented[1]):                           true,
		"rules: {all: off}":                             true,
		"needs: [{units: a, bind: 80, need: clock}]":    true,
		"needs: [{units: a, bind: [80, 53/udp]}]":       true,
		"exclude: one":                                  true,
		"threshold: 10":                                 true,
		"threshold: 11":                                 false,
		"threshold: high":                               false,
		"rules: {all: loud}":                            false,
		"unknown: 1":                                    false,
		"host: {complete: sometimes}":                   false,
		"host: {unknown: 1}":                            false,
		"needs: [{units: a, need: unheard-of}]":         false,
		"overrides: [{paths: a, rules: {all: note}}]":   true,
		"overrides: [{paths: a, rules: {all: louder}}]": false,
		"fail-on: never":                                true,
		"fail-on: never-ever":                           false,
	} {
		name, _, _ := strings.Cut(text, "\n")
		_, err := Parse("c.yaml", []byte(text), rules)
		if (err == nil) != want {
			t.Errorf("%s: the decoder says %v", name, err)
		}
		var value any
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		if got := fits(t, schema, viaJSON(t, value)); got != want {
			t.Errorf("%s: the schema takes it: %t", name, got)
		}
	}
}

func viaJSON(t *testing.T, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		t.Fatal(err)
	}
	return plain
}
