package unitfile_test

import (
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
)

func TestPlaceholders(t *testing.T) {
	for _, test := range []struct {
		text     string
		anywhere []string
		template []string // where it differs
	}{
		{text: "/usr/bin/example --now"},
		{text: "@bindir@/example @OPTIONS@", anywhere: []string{"@bindir@", "@OPTIONS@"}},
		{text: "@@PODMAN@@ run", anywhere: []string{"@@PODMAN@@"}},
		{text: "@/usr/bin/example example@host"},
		{text: "a@b.service c@d.service"},
		{text: "{{ bin }}/x {% if a %}-a{% endif %}", anywhere: []string{"{{ bin }}", "{% if a %}", "{% endif %}"}},
		{text: "<%= @user %>", anywhere: []string{"<%= @user %>"}},
		{text: ":TARGET:/bin/x a:b:c :A:", anywhere: []string{":TARGET:"}},
		{text: "%{sbindir}%/x -w %{http_code}", anywhere: []string{"%{sbindir}%"}},
		{text: "%%USER%% __HOME__", anywhere: []string{"%%USER%%", "__HOME__"}},
		{text: "%(bin)s/x %{_bindir}/x [% bin %]/x [%i] %(x)T", anywhere: []string{"%(bin)s", "%{_bindir}", "[% bin %]"}},
		{text: "read:EPERM:x 2001:DB8:GG:: /:LIBDIR:/x", anywhere: []string{":LIBDIR:"}},
		{text: "!!BIN!!/x _BINDIR_/x &bindir;/x ~bindir~/x %bindir%/x a && b; ~/x", template: []string{"!!BIN!!", "_BINDIR_", "&bindir;", "~bindir~", "%bindir%"}},
		{text: "/bin/date +%%Y%%m%%d %i %%i"},
		{text: "__init__ __pycache__"},
		{text: "APP__DATA__NAME=/x A__B__C __A__B lib__B__C", anywhere: []string{"__A__", "__B__"}},
		{text: "${HOME}/x $FOO", template: []string{"${HOME}"}},
		{text: "BINDIR/x PREFIX/lib SIGTERM CAP_NET_RAW LIBEXECDIR", template: []string{"BINDIR", "PREFIX", "LIBEXECDIR"}},
		{text: "@BINDIR@/x", anywhere: []string{"@BINDIR@"}},
	} {
		if test.template == nil {
			test.template = test.anywhere
		}
		file := &unitfile.File{Options: unitfile.Options{Template: true}}
		for _, c := range []struct {
			kind  string
			want  []string
			spans []unitfile.Span
		}{
			{"any file", test.anywhere, unitfile.Placeholders(test.text)},
			{"template", test.template, file.Placeholders(test.text)},
		} {
			var got []string
			for _, s := range c.spans {
				got = append(got, test.text[s.Start:s.End])
			}
			if diff := gocmp.Diff(c.want, got); diff != "" {
				t.Errorf("%q in %s (-want +got):\n%s", test.text, c.kind, diff)
			}
		}
	}
}

// TestTemplates holds that what a generator will take away is no fault.
func TestTemplates(t *testing.T) {
	for name, test := range map[string]struct {
		text  string
		want  []string // key=value
		lines int      // generator lines
	}{
		"Jinja blocks": {
			text:  "{{ ansible_managed | comment }}\n[Service]\n{% if a == 'b' and\n   c %}\nUser={{ user }}\n{%- else %}\nUser=root\n{% endif -%}\n",
			want:  []string{"User={{ user }}", "User=root"},
			lines: 5,
		},
		"a tag inside a continuation": {
			text:  "[Service]\nExecStart=/bin/x \\\n{% for o in options %}\n  --{{ o }} \\\n{% endfor %}\n  --end\n",
			want:  []string{"ExecStart=/bin/x    --{{ o }}    --end"},
			lines: 2,
		},
		"branches of a command": {
			text:  "[Service]\nExecStart=/bin/x \\\n{% if a %}\n  --a\n{% else %}\n  --b=c\n{% endif %}\nUser=x\n",
			want:  []string{"ExecStart=/bin/x    --a", "User=x"},
			lines: 4,
		},
		"a tag in front of a key": {
			text: "[Service]\n{% if a == b %}User=x{% endif %}\n@LINUX@PrivateTmp=yes\n",
			want: []string{"{% if a == b %}User=x{% endif %}", "@LINUX@PrivateTmp=yes"},
		},
		"ERB": {
			text:  "<%# comment -%>\n[Service]\n<% if @user -%>\nUser=<%= @user %>\n<% end -%>\n",
			want:  []string{"User=<%= @user %>"},
			lines: 3,
		},
		"m4": {
			text:  "dnl comment\n[Service]\nm4_ifdef(`HAVE_X',\nUser=x\n)m4_dnl\n@EXTRA@\n",
			want:  []string{"User=x"},
			lines: 4,
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := unitfile.Parse(source.New("x.service.in", []byte(test.text)), unitfile.Options{Template: true})
			var got []string
			for _, s := range file.Sections {
				for _, a := range s.Assignments {
					got = append(got, a.Key+"="+a.Value)
				}
			}
			if diff := gocmp.Diff(test.want, got); diff != "" {
				t.Errorf("assignments (-want +got):\n%s", diff)
			}
			if len(file.Diagnostics) > 0 {
				t.Errorf("got diagnostics %+v", file.Diagnostics)
			}
			if len(file.GeneratorLines) != test.lines {
				t.Errorf("got %d lines of the generator, want %d: %v", len(file.GeneratorLines), test.lines, file.GeneratorLines)
			}
		})
	}
}

func TestLooksTemplate(t *testing.T) {
	for text, want := range map[string]bool{
		"[Service]\n{% if a %}\nUser=x\n{% endif %}\n":      true,
		"[Service]\n  <% if @a -%>\nUser=x\n<% end %>\n":    true,
		"[Service]\n{{- if .A }}\nUser=x\n{{ end }}\n":      true,
		"[Service]\nExecStart=/bin/docker -f '{{.Name}}'\n": false,
		"[Service]\nExecStart=/bin/x \\\n  {{.Name}}\n":     false,
		"": false,
	} {
		if got := unitfile.LooksTemplate([]byte(text)); got != want {
			t.Errorf("%q: got %t, want %t", text, got, want)
		}
	}
}

// TestForeignTo holds what is told of files that only have the name of a unit, and
// that of which nobody is sure counts as a unit.
func TestForeignTo(t *testing.T) {
	for _, c := range []struct{ text, what string }{
		{"[D-BUS Service]\nName=org.example\nExec=/bin/x\n", "another program"},
		{"Description: Run as its own user\n--- a/x.service\n+++ b/x.service\n@@ -1,3 +1,4 @@\n [Service]\n+User=x\n ExecStart=/bin/x\n", "a patch"},
		{"*** a/x.service\t2026-01-01\n--- b/x.service\t2026-01-01\n***************\n*** 1,2 ****\n  [Service]\n", "a patch"},
		{"3c3\n< User=x\n---\n> User=y\n", "a patch"},
		{"3a4,5\n> User=y\n", "a patch"},
		{"3 chairs\n[Service]\n", ""},
		{"[Service]\nExecStart=/bin/x\n--- a\n+++ b\n@@ -1 +1 @@\n", ""},
		{"# comment\n\n  [D-BUS Service]\r\nName=org.example\n", "another program"},
		{"<?xml version=\"1.0\"?>\n<service-group></service-group>\n", "an XML document"},
		{"\ufeff<service-group/>", "an XML document"},
		{"<!DOCTYPE HTML>\n<title>404</title>\n", "an HTML document"},
		{"{\"name\": 1}\n", "a JSON document"},
		{"{{ header }}\n[Unit]\n", ""},
		{"#!/bin/sh\nexec true\n", "a script"},
		{"\x7fELF\x02", "a binary program"},
		{"[Desktop Entry]\nType=Application\n", "another program"},
		{"../system/other.service", "the text of a link"},
		{"../system/other.service\n[Unit]\n", ""},
		{"[Service]\nExecStart=/bin/x\n", ""},
		{"<<<<<<< HEAD\n[Service]\n=======\n[Unit]\n>>>>>>> other\n", ""},
		{"# [D-BUS Service]\n[Unit]\n", ""},
		{"Description=a\n[Unit]\n", ""},
		{"<% if @a %>\n[Unit]\n<% end %>\n", ""},
		{"[Services]\n", ""},
		{"", ""},
		{"[Unit]\nDescription=a\n[D-BUS Service]\nName=org.example\nExec=x\n", ""},
	} {
		is := unitfile.ForeignTo([]byte(c.text))
		switch {
		case c.what == "" && is != nil:
			t.Errorf("%q: got %s, want a unit", c.text, is.What)
		case c.what != "" && (is == nil || !strings.Contains(is.What, c.what)):
			t.Errorf("%q: got %+v, want %s", c.text, is, c.what)
		}
	}
}

// TestWhatIsLeftToGenerators holds which lines of a template are not judged: one with
// a placeholder and no '=', for it may become anything, but none that begins with '=',
// which has no name whatever it becomes.
func TestWhatIsLeftToGenerators(t *testing.T) {
	for line, want := range map[string][]unitfile.DiagnosticKind{
		"{{ extra }}":      nil,
		"more {{ extra }}": nil,
		"={{ value }}":     {unitfile.MissingKey},
		"= x {{ value }}":  {unitfile.MissingKey},
		"nothing":          {unitfile.MissingEquals},
	} {
		file := unitfile.Parse(source.New("x.service.in", []byte("[Service]\n"+line+"\n")), unitfile.Options{Template: true})
		var got []unitfile.DiagnosticKind
		for _, d := range file.Diagnostics {
			got = append(got, d.Kind)
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", line, diff)
		}
	}
}
