package main

import (
	"io/fs"
	"os"
	slash "path"
	"regexp"
	"strings"
	"testing"
)

// link is the target of a link in Markdown.
var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// TestRelativeLinks asks that what the documentation links to exists.
func TestRelativeLinks(t *testing.T) {
	project := os.DirFS(root)
	pages, err := fs.Glob(project, "*.md")
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(project, "docs", func(name string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(name, ".md") {
			pages = append(pages, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	links := 0
	for _, page := range pages {
		text, err := fs.ReadFile(project, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range link.FindAllStringSubmatch(string(text), -1) {
			target, _, _ := strings.Cut(match[1], "#")
			if target == "" || strings.Contains(target, ":") {
				continue
			}
			links++
			if _, err := fs.Stat(project, slash.Join(slash.Dir(page), target)); err != nil {
				t.Errorf("%s links to %s: %v", page, match[1], err)
			}
		}
	}
	if links == 0 {
		t.Error("no relative link was found")
	}
}
