// Package profile knows what programs need that somebody described: facts, each
// with a source, in files that come with the program or that its user wrote.
package profile

import (
	"slices"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// Profile is what is known of one program: facts about its needs, each with a
// source. docs/profiles.md describes how profiles are
// written.
type Profile struct {
	// Name is the profile's own name, the file's without its suffix.
	Name string
	// Title is what messages call the program.
	Title string
	// Programs are base names of executables, with "*" as in path.Match;
	// versions at the end of a name are cut before they are compared. Paths are
	// patterns of whole paths, which are more telling than a name.
	Programs []string
	Paths    []string
	// Accounts are the users to which distributions' packages give the program's
	// files.
	Accounts []string
	// Includes are the profiles of what the program runs inside of, such as
	// "java".
	Includes []string
	// RunTimeOf are further programs that run inside of this one, or are built with it:
	// its facts hold for each, whatever another profile knows of the program beside them.
	RunTimeOf []string
	// CommonWords are those of all of these programs whose names others give theirs, too: what is
	// called so counts where distributions put programs, or in the run-time that it needs.
	CommonWords []string
	// PackagedByMakers are those of these programs which their makers package themselves,
	// with another build than distributions: no release of systemd tells what theirs do.
	PackagedByMakers []string
	// Options say what the program's own options mean.
	Options map[string]invocation.Meaning
	// Operands is what the arguments mean that belong to no option: "port", or "data"
	// for absolute paths; those are files that are read where it is not set.
	Operands invocation.Meaning
	// Absent are paths that neither the program nor its packages make, though they
	// look as if they would.
	Absent []Absence
	// Present are paths below /run and /var that its packages make.
	Present []string
	// Partial tells that single facts are known alone: what packaged services have
	// in common is expected beside them.
	Partial bool
	// OfSystemd tells that the programs are released with systemd: its release is theirs.
	OfSystemd bool
	// Measured are the releases on which all that the program does for its job was
	// seen: a sandbox that grants no more than the profile says left it at work.
	Measured []string
	// SeenOn are the releases on which single facts were measured. Where neither
	// names one, all facts were read in what the sources name.
	SeenOn []string
	// RunsOthers says what the program starts that is not its own and inherits its
	// sandbox: "the sessions of users". Empty for programs that start none.
	RunsOthers string
	// KeepsIPC are accounts as which it runs servers with System V or POSIX IPC
	// objects although its unit does not name them: systemd does not know that
	// the objects are in use.
	KeepsIPC []string
	// AsOwner tells that it becomes the owner of its files before it touches them.
	AsOwner bool
	// Prefixed tells that GNU's or Meson's configuration of its build decides where it has its files:
	// below /usr/local/etc and /usr/local/var where it lies in /usr/local, unless the builder said otherwise of the latter.
	Prefixed bool
	// AtOnce tells of a command that it does its work and ends: lines that reload or stop a
	// service need of it what those do that start one.
	AtOnce bool
	// Source says where the facts come from that name no source of their own.
	Source string
	Needs  []Fact

	// part is the profile as that of a program of which the run-time alone is known.
	part *Profile
}

func (p *Profile) setPart() {
	p.part = p
	if !p.Partial {
		part := *p
		part.Partial = true
		p.part = &part
	}
}

// Fact is one need of a program.
type Fact struct {
	// Kind is what is needed, and Terms its arguments, none for kinds that take
	// none. "A|B" are alternatives; several terms are needs that stand and fall
	// together.
	Kind  need.Kind
	Terms []string

	// Of restricts the fact to these of the profile's programs.
	Of []string
	// When restricts the fact to how the process starts: as "root" or another "user", or
	// "packaged-as-root"; empty for all.
	When string
	// With and Without restrict it to command lines that hold, or do not hold,
	// one of these options or operands.
	With    []string
	Without []string
	// GivenGroup restricts it to units that put the service into one of these groups, which shows what it is
	// to do.
	GivenGroup []string
	// Bounding restricts it to units whose bounding set leaves one of these
	// capabilities, which shows what they are meant to do.
	Bounding []string
	// SoftLimits restricts it to units in which one of these limits, such as
	// "LimitNOFILE", has a soft value below the hard one.
	SoftLimits []string
	// Since and Until are the first and the last release of systemd beside which
	// distributions ship the program as it does so, or 0.
	Since, Until int
	// Asked restricts it to programs whose own configuration, where it can be read,
	// has one of these words.
	Asked []string
	// Told are words of the program's own configuration with which it does this for sure.
	// Elsewhere it is possible, and where all of the configuration was read, not so.
	Told []string
	// Denied are words of the program's own configuration with which it does not do this.
	Denied []string
	// Then is the consequence, start-fails by default.
	Then need.Consequence
	// Families are the distributions as whose packages configure the program it holds, of the
	// program as every distribution has it where it is empty.
	Families []string
	// Copes tells of a system call that the program goes on where it returns an
	// error, so that only a filter that kills matters, and of a path that it does where
	// that is not there.
	Copes bool
	// Gained tells of a capability that comes with the file of a program which it runs, so that
	// the bounding set alone may refuse it, of privileges that they are such a capability, and of a
	// path that such a program writes it.
	Gained bool
	// Within tells of a capability that the program uses in namespaces of its own.
	Within bool
	// DropsRoot tells that the process, started by root, is another user's afterwards, so that
	// root needs CAP_KILL to signal it.
	DropsRoot bool
	// ReachedBy are the clients by which lines such as ExecReload= reach the main process: the
	// fact is one of such a line.
	ReachedBy []string
	// Sure is "likely" (the default) or "possible"; "told" is a fact that holds nowhere but
	// where the configuration has one of the words of Told.
	Sure   string
	Owners []string
	Why    string
	Source string
}

// Absence is a path that nobody makes for a program.
type Absence struct {
	Path string
	// Without restricts it to command lines that hold none of these options: another
	// package of the program, which is started with them, makes the path.
	Without []string
}

// HasSudo tells that the program runs commands with sudo where it is set up to.
func (p *Profile) HasSudo() bool {
	return slices.ContainsFunc(p.Needs, func(f Fact) bool { return f.Kind == need.GainPrivileges && slices.Contains(f.Terms, "sudo") })
}
