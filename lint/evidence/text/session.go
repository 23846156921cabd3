package text

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// sessionVariables are those that tell a program of the session of a user: where the sockets
// of its bus, sound, screen and agents lie, or a file that opens them.
var sessionVariables = []string{
	"XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "XAUTHORITY", "PULSE_SERVER", "PULSE_RUNTIME_PATH", "PIPEWIRE_RUNTIME_DIR", "PIPEWIRE_REMOTE",
	"WAYLAND_DISPLAY", "SSH_AUTH_SOCK", "GNOME_KEYRING_CONTROL", "SWAYSOCK", "I3SOCK", "DOCKER_HOST", "CONTAINER_HOST",
}

// sessionSockets records what lies in the directories of a user's session, which ProtectHome=
// hides as home directories (systemd.exec(5)).
func sessionSockets(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if !slices.Contains(sessionVariables, name) {
		return
	}
	text, _, _ := strings.Cut(w.Text, ",")
	for _, prefix := range []string{"unix:path=", "unix://", "unix:"} {
		text = strings.TrimPrefix(text, prefix)
	}
	if !isHomePlace(text) {
		return
	}
	r.given(i, w, need.Need{Kind: need.Read, Any: []string{path.Clean(text)}, Consequence: need.JobFails,
		Why: fmt.Sprintf("is told of %s (%s)", path.Clean(text), name)})
}

// localScreen matches a screen of this host, whose X server is reached over a Unix socket (X(7)).
var localScreen = regexp.MustCompile(`^(?:unix)?:([0-9]+)(?:\.[0-9]+)?$`)

// screens records that a client of X connects to the screen that the unit names. The socket
// lies below /tmp, unless the server listens at an abstract name, too.
func screens(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if name != "DISPLAY" {
		return
	}
	match := localScreen.FindStringSubmatch(w.Text)
	if match == nil {
		return
	}
	r.given(i, w, need.Need{Kind: need.AddressFamily, Any: []string{"AF_UNIX"}, Consequence: need.JobFails,
		Why: fmt.Sprintf("connects to the screen %s over a Unix socket (DISPLAY)", w.Text)})
	socket := "/tmp/.X11-unix/X" + match[1]
	r.Add(i, need.Need{Kind: need.SharedTmp, Any: []string{socket}, Certainty: need.Possible, Consequence: need.JobFails,
		Why:      fmt.Sprintf("connects to the screen %s at %s (DISPLAY)", w.Text, socket),
		Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place}})
}

// repositories records the directories of backups that variables name: each run locks them
// unless it is told not to, and few do not write (borg(1), restic's manual).
func repositories(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	isRepository := (name == "BORG_REPO" || name == "RESTIC_REPOSITORY") && strings.HasPrefix(w.Text, "/")
	if isRepository && !i.Mentions([]string{"--no-lock", "--bypass-lock"}) {
		r.given(i, w, need.Need{Kind: need.Write, Below: true, Any: []string{path.Clean(w.Text)}, Consequence: need.StartFails,
			Why: fmt.Sprintf("keeps backups in %s (%s)", path.Clean(w.Text), name)})
	}
}

// keepsRepository records the repository that borg is given: "PATH::ARCHIVE", or the path alone
// for commands that are about all of it (borg(1)).
func keepsRepository(r *collector, i *invocation.Invocation) {
	operands := i.Operands("eCaPo")
	if len(operands) < 2 || i.Has([]string{"--bypass-lock"}) {
		return
	}
	w := operands[1]
	repository, _, ofArchive := strings.Cut(w.Text, "::")
	if ofArchive || slices.Contains([]string{"init", "prune", "compact", "check", "delete", "break-lock"}, operands[0].Text) {
		w.Text = repository
		r.arrives(i, w, true)
	}
}

// copiesDevices records the devices that dd reads and writes.
func copiesDevices(r *collector, i *invocation.Invocation) {
	for _, w := range i.Operands("") {
		name, content, _ := strings.Cut(w.Text, "=")
		if (name == "if" || name == "of") && isDevice(content) {
			w.Text = path.Clean(content)
			r.shown(i, need.Device, w, need.Likely, "runs dd with "+w.Text)
		}
	}
}
