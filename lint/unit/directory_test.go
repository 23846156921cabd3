package unit_test

import "testing"

func TestDirectories(t *testing.T) {
	u := loadTexts(t, 257, `[Service]
ExecStart=/bin/true
RuntimeDirectory="app"
StateDirectory=app:other
CacheDirectory=../../etc
ConfigurationDirectory=app
`)
	for path, want := range map[string]struct{ creates, leads bool }{
		"/run":                   {false, true},
		"/run/app":               {true, true},
		"/var/run/app":           {true, true},
		"/run/app/socket":        {true, false},
		"/run/application":       {false, false},
		"/run/\"app\"":           {false, false},
		"/var/lib/app/data":      {true, false},
		"/etc/app":               {false, true}, // root's
		"/etc/app/settings.conf": {false, false},
		"/etc/passwd":            {false, false},
	} {
		if got := u.Creates(path); got != want.creates {
			t.Errorf("creates %s: %t, want %t", path, got, want.creates)
		}
		if got := u.Leads(path); got != want.leads {
			t.Errorf("leads to %s: %t, want %t", path, got, want.leads)
		}
	}
}

func TestWorkingDirectory(t *testing.T) {
	for line, want := range map[string]string{
		"/srv/a/":      "/srv/a",
		"-/srv/a b":    "/srv/a b",
		"/srv/%p":      "/srv/a",
		"/srv/%m":      "",
		"~":            "",
		"":             "",
		"/":            "/",
		"/srv/a\r\n\n": "/srv/a",
	} {
		u := loadTexts(t, 257, "[Service]\nExecStart=/bin/true\nWorkingDirectory="+line+"\n")
		if got := u.WorkingDirectory(); got != want {
			t.Errorf("WorkingDirectory=%s leads to %q, want %q", line, got, want)
		}
	}
}
