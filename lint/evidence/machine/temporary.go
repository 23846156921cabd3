package machine

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
)

// scratch matches the names of keys, and of their sections, that name a place for what is of no
// use after a restart, or for a lock or commands.
var scratch = regexp.MustCompile(`(?:^|[-_. ])(?:te?mp|tmpdir|tempdir|upload|uploads|scratch|work|working|run|lock(?:file|fn)?|body|buffer|socket|` +
	`command|scoreboardfile)(?:$|[-_. ])`)

// lasting are how the names of files end, beside data bases, that are kept from one run to the next.
var lasting = []string{".json", ".state", ".cache", ".dat", ".rdb", ".yaml", ".toml"}

// shares records that what lies below /tmp is looked for there by others.
func (c *collector) shares(name string, certainty need.Certainty, why string, shown []need.Sign) *need.Need {
	if !system.IsTemporary(name) {
		return &need.Need{}
	}
	shared := c.claim(need.SharedTmp, certainty, why, shown, name)
	shared.Consequence = need.Missing
	return shared
}

// keeps records that something is to be found again after a restart.
func (c *collector) keeps(name string, certainty need.Certainty, why string, s daemon.Setting, shown []need.Sign) *need.Need {
	if !system.IsTemporary(name) || system.HasOtherEnd(name) || scratch.MatchString(s.Key) || scratch.MatchString(s.Section) || path.Ext(name) == ".lock" {
		return &need.Need{}
	}
	if system.MayBeLost(name, s.Section+s.Key) {
		certainty = need.Possible
	}
	kept := c.claim(need.LastingFiles, certainty, why, shown, name)
	kept.Consequence = need.JobFails
	return kept
}

// temporary records the files below /tmp that the configuration names, whatever for: pipes have
// another end as sockets do, logs are read by somebody, and a file in /var/tmp is there to
// outlast the system (file-hierarchy(7)).
func (c *collector) temporary() {
	said := map[string]bool{}
	for _, f := range c.program.Configuration.Facts {
		for _, value := range f.Values {
			said[value] = true
		}
	}
	for _, s := range c.program.Configuration.Named {
		name := path.Clean(s.Value)
		if !system.IsTemporary(name) || said[name] || system.LocalSocket(name) != "" || strings.ContainsAny(name, "*?[$%{ ") {
			continue
		}
		said[name] = true
		shown := []need.Sign{{Message: "'" + s.Key + " " + s.Value + "'", Path: s.Place.File.Path, Place: s.Place}}
		told := &need.Need{}
		switch {
		case system.HasOtherEnd(name):
			told = c.shares(name, need.Likely, "exchanges data by "+name+" as its configuration says", shown)
		case path.Ext(name) == ".log":
			told = c.shares(name, need.Likely, "is told of the log "+name+" by its configuration", shown)
		case strings.HasPrefix(name, "/var/tmp/") && (system.IsStore(name) || slices.Contains(lasting, path.Ext(name))):
			told = c.keeps(name, need.Likely, "keeps "+name+" as its configuration says", s, shown)
		}
		told.Evidence.Local = c.isLocal(s)
	}
}
