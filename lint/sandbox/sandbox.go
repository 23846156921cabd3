// Package sandbox is the grants side of the linter: a model of what systemd
// sets up for the processes of a unit at one release, with everything that one
// directive implies for another. It models the mechanism (the list of mount
// entries with its order and pruning, the capability sets, the seccomp
// filters), so that combinations answer as the real thing does. Every answer
// names the assignments that decided it.
package sandbox

import (
	"sync"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/unit"
)

// Sandbox is what the effective unit grants, at the release it was merged for.
type Sandbox struct {
	unit    *unit.Unit
	host    *host.Host
	release catalog.Release
	// settings are the effective settings after systemd's own implications.
	settings *settings
	lines    []*Process
	main     *Process
	// shared remembers mount namespaces, where it is not nil.
	shared *Mounts
	// mountsAs and filtersAs are sandboxes with the same mount namespaces and with the
	// same filter, or nil.
	mountsAs, filtersAs *Sandbox
	// sandboxed and privileged are the two mount namespaces of a unit.
	sandboxed, privileged once[*mountList]
	// The merged settings.
	bounding, ambient once[Capabilities]
	filter            once[SyscallFilter]
	families          once[AddressFamilies]
	namespaces        once[NamespaceFlags]
}

// once is what is worked out when it is first asked for.
type once[T any] struct {
	done  sync.Once
	value T
}

func (o *once[T]) of(work func() T) *T {
	o.done.Do(func() { o.value = work() })
	return &o.value
}

// New models the sandbox of a unit. The host says what is known of the machine
// and may be nil, which is the same as knowing nothing.
func New(u *unit.Unit, h *host.Host) *Sandbox {
	if h == nil {
		h = host.Unknown()
	}
	return sandboxOf(&Sandbox{}, u, h, readSettings(u))
}

// sandboxOf makes a sandbox in the memory of another one.
func sandboxOf(s *Sandbox, u *unit.Unit, h *host.Host, set *settings) *Sandbox {
	*s = Sandbox{unit: u, host: h, release: u.Release, settings: set, lines: s.lines[:0]}
	for _, line := range u.Lines() {
		s.lines = append(s.lines, newProcess(s, line))
	}
	s.main = s.Process(u.Main())
	return s
}

// Unit returns the unit that the sandbox belongs to.
func (s *Sandbox) Unit() *unit.Unit { return s.unit }

// Host returns what is known of the machine that the unit runs on.
func (s *Sandbox) Host() *host.Host { return s.host }

// Release returns the systemd release that is modelled.
func (s *Sandbox) Release() catalog.Release { return s.release }

// On returns the sandbox that another release of systemd makes of the same unit, as far as
// the release decides what its settings say.
func (s *Sandbox) On(r catalog.Release) *Sandbox {
	other := New(s.unit, s.host)
	other.release = r
	return other
}

// Lines returns every exec line's process in the order in which systemd runs
// them: conditions, start-pre, start, start-post, reload, stop, stop-post.
func (s *Sandbox) Lines() []*Process { return s.lines }

// Main returns the process of the unit's main line.
func (s *Sandbox) Main() *Process { return s.main }

// Process returns the process that runs for a line of the unit, be it one of
// another merge of the same files; a line that this merge has not is run beside
// those that it has.
func (s *Sandbox) Process(line unit.Line) *Process {
	for _, p := range s.lines {
		if p.Matches(line) {
			return p
		}
	}
	return newProcess(s, line)
}
