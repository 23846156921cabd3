package text

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// The options of QEMU whose values are lists such as "file=/srv/a.img,if=virtio", and those of
// swtpm, by what a part of such a list names (qemu(1), swtpm(8)).
var (
	guestDisks   = []string{"-drive", "-blockdev"}
	guestImages  = []string{"-hda", "-hdb", "-hdc", "-hdd", "-fda", "-fdb", "-mtdblock", "-sd", "-pflash"}
	guestLines   = []string{"-monitor", "-qmp", "-qmp-pretty", "-serial", "-parallel", "-debugcon", "-vnc", "-gdb"}
	guestSockets = []string{"-chardev", "-spice", "--ctrl", "--server"}
	guestFiles   = []string{"-D", "-pidfile", "--pid", "--log"}
	guestStates  = []string{"--tpmstate"}
)

// guests records what the options of QEMU and swtpm name: the disks of a guest, which it writes
// to unless they are only read, and the sockets and logs that it makes.
func guests(r *collector, i *invocation.Invocation) {
	for at := 0; at+1 < len(i.Arguments); at++ {
		option, w := i.Arguments[at].Text, i.Arguments[at+1]
		if !w.Known || !strings.Contains(w.Text, "/") {
			continue
		}
		list := strings.Split(w.Text, ",")
		switch {
		case slices.Contains(guestDisks, option):
			r.guestDisk(i, w, diskOf(list))
		case slices.Contains(guestImages, option):
			r.guestDisk(i, w, w.Text)
		case slices.Contains(guestLines, option):
			if option == "-vnc" {
				list = append(list, "server") // it takes connections without being told to
			}
			r.guestLine(i, w, list)
		case slices.Contains(guestSockets, option):
			r.guestSocket(i, w, list)
		case slices.Contains(guestFiles, option):
			name := listed(list, "file")
			if name == "" {
				name = w.Text
			}
			r.guestPlace(i, need.Create, w, name, "writes "+name)
		case slices.Contains(guestStates, option):
			name := listed(list, "dir")
			r.guestPlace(i, need.Write, w, name, "keeps the state of the module in "+name)
		}
	}
}

// listed returns the value of a key in a list of pairs, or "".
func listed(list []string, key string) string {
	for _, part := range list {
		if value, found := strings.CutPrefix(part, key+"="); found {
			return value
		}
	}
	return ""
}

// guestDisk records that the guest writes to a disk: not to the firmware of a package, which QEMU opens
// to read where it may not write, nor to an image of a compact disc (qemu(1), auto-read-only and -cdrom).
func (r *collector) guestDisk(i *invocation.Invocation, w invocation.Word, name string) {
	if !i.Mentions([]string{"-snapshot"}) && !ofVendor(path.Clean(name)) && !strings.EqualFold(path.Ext(name), ".iso") {
		r.guestPlace(i, need.Write, w, name, "lets its guest write to "+name)
	}
}

// diskOf returns the file of a disk that the guest writes to, or "".
func diskOf(list []string) string {
	isRead := func(part string) bool {
		return slices.Contains([]string{"readonly", "readonly=on", "read-only=on", "snapshot=on", "media=cdrom"}, part)
	}
	if slices.ContainsFunc(list, isRead) {
		return ""
	}
	if name := listed(list, "file"); name != "" {
		return name
	}
	return listed(list, "filename")
}

// guestLine records the end of a line on the host: a socket or a log.
func (r *collector) guestLine(i *invocation.Invocation, w invocation.Word, list []string) {
	if name, isSocket := strings.CutPrefix(list[0], "unix:"); isSocket {
		if slices.Contains(list, "server") || slices.Contains(list, "server=on") {
			r.guestPlace(i, need.Create, w, name, "makes the socket "+name)
		}
		return
	}
	if name, isFile := strings.CutPrefix(list[0], "file:"); isFile {
		r.guestPlace(i, need.Create, w, name, "writes "+name)
	}
}

func (r *collector) guestSocket(i *invocation.Invocation, w invocation.Word, list []string) {
	name := listed(list, "path")
	switch {
	case list[0] == "file":
		r.guestPlace(i, need.Create, w, name, "writes "+name)
	case slices.Contains(list, "server"), slices.Contains(list, "server=on"), list[0] == "type=unixio":
		r.guestPlace(i, need.Create, w, name, "makes the socket "+name)
	case listed(list, "unix") == "on":
		name = listed(list, "addr")
		r.guestPlace(i, need.Create, w, name, "makes the socket "+name)
	}
}

func (r *collector) guestPlace(i *invocation.Invocation, kind need.Kind, w invocation.Word, name, why string) {
	if !path.IsAbs(name) || strings.HasPrefix(name, "/dev/") || strings.HasPrefix(name, "/proc/") || strings.ContainsAny(name, "%${") {
		return
	}
	w.Text = path.Clean(name)
	r.fromWord(i, kind, w, fmt.Sprintf("runs %s, which %s", i.Name(), why))
}

// storages records the files in which Varnish keeps what it caches: "-s file,/srv/cache,10G", be it
// behind a name (varnishd(1), storage backend).
func storages(r *collector, i *invocation.Invocation) {
	for at, w := range i.Arguments {
		text := strings.TrimPrefix(w.Text, "-s")
		if text == w.Text && (at == 0 || i.Arguments[at-1].Text != "-s") || !w.Known {
			continue
		}
		if _, kind, named := strings.Cut(text, "="); named && !strings.Contains(text[:len(text)-len(kind)], ",") {
			text = kind
		}
		list := strings.Split(text, ",")
		if kind := strings.TrimPrefix(list[0], "deprecated_"); len(list) > 1 && (kind == "file" || kind == "persistent") {
			r.guestPlace(i, need.Write, w, list[1], "keeps what it caches in "+list[1])
		}
	}
}
