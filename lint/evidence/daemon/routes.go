package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/source"
)

// routePart matches what counts in syslog-ng's configuration: the head of a block, with its
// first word, a driver with its first argument, and the end of a block (syslog-ng.conf(5)).
var routePart = regexp.MustCompile(`([a-z][a-z_-]*)[^{}()";#]*\{|([a-z][a-z0-9_-]*)\s*\(\s*"([^"]*)"|\}`)

// routeBlocks are the blocks in which drivers say where logs come from and go to.
var routeBlocks = []string{"source", "destination"}

// readRoutes reads the configuration of syslog-ng: what drivers are told, by the block that
// they stand in. Of a file whose name macros make up the directory is known.
func readRoutes(file *source.File) []Setting {
	var settings []Setting
	var blocks []string
	for number := 1; number <= file.Lines() && len(settings) < mostSettings; number++ {
		text := file.LineText(number)
		if name, found := strings.CutPrefix(strings.TrimSpace(text), "@include"); found && len(text) <= longestLine {
			settings = append(settings, Setting{Key: "@include", Value: unquoted(strings.TrimSpace(name)), Place: file.LineRange(number)})
			continue
		}
		if text, _, _ = strings.Cut(text, "#"); len(text) > longestLine {
			continue
		}
		for _, match := range routePart.FindAllStringSubmatch(text, -1) {
			switch {
			case match[1] != "" && len(blocks) < deepestSection:
				blocks = append(blocks, match[1])
			case match[0] == "}":
				blocks = blocks[:max(len(blocks)-1, 0)]
			case match[2] != "":
				key, value := match[2], match[3]
				if before, _, made := strings.Cut(value, "$"); made && key == "file" {
					key, value = "place", path.Dir(before+"x")
				}
				settings = append(settings, Setting{Section: routeBlock(blocks), Key: key, Value: value, Place: file.LineRange(number)})
			}
		}
	}
	return settings
}

// routeBlock returns the innermost block that says where logs come from or go to, or "".
func routeBlock(blocks []string) string {
	for _, block := range slices.Backward(blocks) {
		if slices.Contains(routeBlocks, block) {
			return block
		}
	}
	return ""
}
