package config

import (
	"encoding/json"
	"fmt"
)

// schema is a JSON schema, or a part of one.
type schema map[string]any

func listOf(items schema) schema { return schema{"type": "array", "items": items} }

// listOfStrings also takes one string.
func listOfStrings() schema { return oneOrMore(schema{"type": "string"}) }

// listOfNumbers takes strings too: 443 is a port, and so is 443/udp.
func listOfNumbers() schema {
	return oneOrMore(schema{"oneOf": []schema{{"type": "string"}, {"type": "integer"}}})
}

func oneOrMore(one schema) schema { return schema{"oneOf": []schema{one, listOf(one)}} }

func severitySchema() schema { return schema{"enum": []string{"note", "warning", "error"}} }

// levelSchema takes booleans too, since YAML reads on and off as such.
func levelSchema() schema {
	return schema{
		"type":                 "object",
		"additionalProperties": schema{"enum": []any{"off", "on", "note", "warning", "error", true, false}},
	}
}

func objectOf(fields []field) schema {
	properties := schema{}
	for _, f := range fields {
		described := schema{"description": f.words}
		for key, value := range f.schema {
			described[key] = value
		}
		properties[f.name] = described
	}
	return schema{"type": "object", "additionalProperties": false, "properties": properties}
}

// Schema returns the JSON schema of the configuration, for editors.
func Schema() ([]byte, error) {
	root := objectOf(fields())
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["title"] = "Configuration of unitlint (" + FileName + ")"
	text, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding the schema: %w", err)
	}
	return append(text, '\n'), nil
}
