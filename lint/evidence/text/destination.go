package text

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// destination says where a tool writes what it copies, fetches or packs, from
// its manual page.
type destination struct {
	// options are those whose value is written; assigned are operands NAME=VALUE
	// that are; last tells that the last operand is.
	options  []string
	assigned []string
	last     bool
	// with restricts it to command lines that hold one of the words, without to those that hold
	// none of them.
	with, without []string
	// valued are the short options that take a value.
	valued string
	// below tells that files below the path are written.
	below bool
}

// destinations are the tools that jobs run to copy, fetch, dump and pack; those
// that talk to other hosts are among the clients too.
var destinations = map[string][]destination{
	"rdiff-backup":   {{last: true, below: true}},
	"rclone":         {{last: true, with: []string{"copy", "sync", "move", "bisync"}, below: true}, {last: true, with: []string{"copyto", "moveto"}}},
	"dd":             {{assigned: []string{"of"}}},
	"wget":           {{options: []string{"-P", "--directory-prefix"}, below: true}},
	"pg_dump":        {{options: []string{"-f", "--file"}}},
	"pg_dumpall":     {{options: []string{"-f", "--file"}}},
	"pg_receivewal":  {{options: []string{"-D", "--directory"}, below: true}},
	"redis-cli":      {{options: []string{"--rdb"}}},
	"valkey-cli":     {{options: []string{"--rdb"}}},
	"etcdctl":        {{last: true, with: []string{"save"}}},
	"influx":         {{last: true, with: []string{"backup"}, below: true}},
	"mydumper":       {{options: []string{"-o", "--outputdir"}, below: true}},
	"pg_basebackup":  {{options: []string{"-D", "--pgdata"}, below: true}},
	"mysqldump":      {{options: []string{"-r", "--result-file"}}},
	"mariadb-dump":   {{options: []string{"-r", "--result-file"}}},
	"mariabackup":    {{options: []string{"--target-dir"}, with: []string{"--backup"}, below: true}},
	"mariadb-backup": {{options: []string{"--target-dir"}, with: []string{"--backup"}, below: true}},
	"xtrabackup":     {{options: []string{"--target-dir"}, with: []string{"--backup"}, below: true}},
	"mongodump":      {{options: []string{"-o", "--out"}, below: true}},
	"restic":         {{options: []string{"-r", "--repo"}, with: []string{"backup", "init", "forget", "prune", "copy"}, below: true}},
	"unzip":          {{options: []string{"-d"}, below: true}},
	"gpg":            {{options: []string{"-o", "--output"}}},
	"openssl":        {{options: []string{"-out"}}},
	"git": {
		{options: []string{"-C"}, with: gitWriters, below: true},
		{last: true, with: []string{"clone"}, valued: "bcjou"},
	},
	// A change of what a file system of Btrfs holds is refused where its mount is read-only,
	// the one that the service sees included (mnt_want_write_file in the kernel's sources).
	"btrfs": {
		{last: true, with: []string{"defragment", "snapshot", "delete", "create"}},
		{last: true, with: []string{"start"}, without: []string{"-r", "-?r", "-r?"}}, // a scrub that mends nothing
	},
	"setfacl":    {{last: true}},
	"tcpdump":    {{options: []string{"-w"}}},
	"dumpcap":    {{options: []string{"-w"}}},
	"tshark":     {{options: []string{"-w"}}},
	"nmap":       {{options: []string{"-oX", "-oN", "-oG", "-oA"}}},
	"ssh-keygen": {{options: []string{"-f"}, with: []string{"-t", "-N"}}},
}

// gitWriters are the commands of git that change the repository which -C names; a push only
// complains where it cannot note what it pushed (measured with Git 2).
var gitWriters = []string{
	"pull", "fetch", "checkout", "reset", "clean", "gc", "merge", "commit", "add", "switch", "restore", "rebase", "stash", "submodule", "repack",
	"maintenance",
}

// destinationNeeds records the paths to which a tool writes.
func (r *collector) destinationNeeds(i *invocation.Invocation) {
	if i.Name() == "tar" {
		r.archives(i)
		return
	}
	for _, d := range destinations[i.Name()] {
		if len(d.with) > 0 && !i.Mentions(d.with) || i.Mentions(d.without) {
			continue
		}
		if value, found := i.Option(d.options); found {
			r.arrives(i, value, d.below)
		}
		operands := i.Operands(d.valued)
		for _, w := range operands {
			name, content, assigned := strings.Cut(w.Text, "=")
			if assigned && slices.Contains(d.assigned, name) {
				w.Text = content
				r.arrives(i, w, d.below)
			}
		}
		if d.last && len(operands) > 1 && !followsLongOption(i, operands[len(operands)-1]) {
			r.arrives(i, operands[len(operands)-1], d.below)
		}
	}
}

// changers are the programs that change the files which find hands them.
var changers = []string{"rm", "chown", "chgrp", "chmod", "mv", "gzip", "xz", "zstd", "truncate", "shred", "touch"}

// removesFound records the directories below which find removes or changes files (find(1)).
func removesFound(r *collector, i *invocation.Invocation) {
	begins := slices.IndexFunc(i.Arguments, func(w invocation.Word) bool { return strings.HasPrefix(w.Text, "-") || w.Text == "(" || w.Text == "!" })
	if begins < 1 {
		return
	}
	rest := i.Arguments[begins:]
	changes := slices.ContainsFunc(rest, func(w invocation.Word) bool { return w.Text == "-delete" })
	for at, w := range rest[:len(rest)-1] {
		if w.Text == "-exec" || w.Text == "-execdir" {
			changes = changes || slices.Contains(changers, path.Base(rest[at+1].Text))
		}
	}
	for _, w := range i.Arguments[:begins] {
		if changes {
			r.arrives(i, w, true)
		}
	}
}

// followsLongOption tells whether a word may be the value of a long option right
// before it.
func followsLongOption(i *invocation.Invocation, w invocation.Word) bool {
	for at := len(i.Arguments) - 1; at > 0; at-- {
		if i.Arguments[at] == w {
			before := i.Arguments[at-1].Text
			return len(before) > 2 && strings.HasPrefix(before, "--") && !strings.Contains(before, "=")
		}
	}
	return false
}

// arrives records one path that a tool writes. Devices are opened, not written
// to a file system, and a path without a slash before it is one of another host.
func (r *collector) arrives(i *invocation.Invocation, w invocation.Word, below bool) {
	if !w.Known || !strings.HasPrefix(w.Text, "/") || strings.HasPrefix(w.Text, "/dev/") {
		return
	}
	w.Text = path.Clean(w.Text)
	r.Add(i, need.Need{
		Kind: need.Write, Any: []string{w.Text}, Below: below, Certainty: need.Certain, Consequence: need.StartFails,
		Why:      fmt.Sprintf("runs %s, which writes %s", i.Name(), w.Text),
		Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place},
	})
}

// fileCapabilities records what setcap(8) needs: pairs of capabilities and files.
// Where the file is the unit's main program, that one is to gain them.
func (r *collector) fileCapabilities(i *invocation.Invocation) {
	if i.Name() != "setcap" {
		return
	}
	operands := i.Operands("")
	if len(operands) < 2 {
		return
	}
	file := operands[1]
	r.arrives(i, file, false)
	r.Add(i, need.Need{Kind: need.Capability, Any: []string{"CAP_SETFCAP"}, Certainty: need.Certain, Consequence: need.StartFails,
		Why: "runs setcap, which gives capabilities to a file", Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place}})
	if main := r.main; main.Command != nil && file.Known && main.Executable() == path.Clean(file.Text) {
		r.Put(need.Need{Kind: need.GainPrivileges, Any: []string{file.Text}, Line: main, Certainty: need.Likely, Consequence: need.StartFails,
			Why: "is to have the capabilities that setcap gives to its file", Evidence: need.Evidence{Assignment: i.Assignment, Range: file.Place}})
	}
}
