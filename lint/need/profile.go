package need

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// Profile is what is known of one program: facts about its needs, each with a
// source. It is the schema of the files in profiles/, which docs/profiles.md
// describes.
type Profile struct {
	// Name is the profile's own name, the file's without its suffix.
	Name string `yaml:"name"`
	// Title is what messages call the program.
	Title string `yaml:"title"`
	// Programs are base names of executables, with "*" as in path.Match;
	// versions at the end of a name are cut before they are compared. Paths are
	// patterns of whole paths, which are more telling than a name.
	Programs []string `yaml:"programs"`
	Paths    []string `yaml:"paths"`
	// Accounts are the users to which distributions' packages give the program's
	// files.
	Accounts []string `yaml:"accounts"`
	// Includes are the profiles of what the program runs inside of, such as
	// "java".
	Includes []string `yaml:"includes"`
	// Options say what the program's own options mean; see Meaning.
	Options map[string]Meaning `yaml:"options"`
	// Operands is what the arguments mean that belong to no option: "port", or "data"
	// for absolute paths; those are files that are read where it is not set.
	Operands Meaning `yaml:"operands"`
	// Absent are paths below /run that neither the program nor its packages
	// make, though they look as if they would.
	Absent []string `yaml:"absent"`
	// Present are paths below /run and /var that its packages make.
	Present []string `yaml:"present"`
	// Partial tells that single facts are known alone: what packaged services have
	// in common is expected beside them.
	Partial bool `yaml:"partial"`
	// Measured are the releases on which all that the program does for its job was
	// seen: a sandbox that grants no more than the profile says left it at work.
	Measured Terms `yaml:"measured"`
	// RunsOthers says what the program starts that is not its own and inherits its
	// sandbox: "the sessions of users". Empty for programs that start none.
	RunsOthers string `yaml:"runs-others"`
	// KeepsIPC are accounts as which it runs servers with System V or POSIX IPC
	// objects although its unit does not name them: systemd does not know that
	// the objects are in use.
	KeepsIPC []string `yaml:"keeps-ipc"`
	// Source says where the facts come from that name no source of their own.
	Source string `yaml:"source"`
	Needs  []Fact `yaml:"needs"`
	// Declared tells that the user says so of a service, not the library of a
	// program.
	Declared bool `yaml:"-"`
}

// Fact is one need of a program.
type Fact struct {
	// Exactly one of these is set. "A|B" are alternatives; a list holds needs
	// that stand and fall together.
	Read             Terms `yaml:"read"`
	Write            Terms `yaml:"write"`
	Create           Terms `yaml:"create"`
	Execute          Terms `yaml:"execute"`
	Capability       Terms `yaml:"capability"`
	Bind             Terms `yaml:"bind"`
	Serve            Terms `yaml:"serve"`
	Syscall          Terms `yaml:"syscall"`
	AddressFamily    Terms `yaml:"address-family"`
	Namespace        Terms `yaml:"namespace"`
	Device           Terms `yaml:"device"`
	GainPrivileges   Terms `yaml:"gain-privileges"`
	Membership       Terms `yaml:"membership"`
	SharedTmp        Terms `yaml:"shared-tmp"`
	KernelModules    Terms `yaml:"kernel-modules"`
	Owner            Terms `yaml:"owner"`
	KernelInterfaces Terms `yaml:"kernel-interfaces"`
	Connect          Terms `yaml:"connect"`
	Limit            Terms `yaml:"limit"`
	Architecture     Terms `yaml:"architecture"`
	SharedFiles      Terms `yaml:"shared-files"`
	// Plain are kinds without an argument: "wx-memory", "home", "root", …
	Plain Kind `yaml:"need"`

	// When restricts the fact to how the process starts: "root" or "user"; empty
	// for both.
	When string `yaml:"when"`
	// With and Without restrict it to command lines that hold, or do not hold,
	// one of these options or operands.
	With    []string `yaml:"with"`
	Without []string `yaml:"without"`
	// Bounding restricts it to units whose bounding set leaves one of these
	// capabilities, which shows what they are meant to do.
	Bounding []string `yaml:"bounding"`
	// SoftLimits restricts it to units in which one of these limits, such as
	// "LimitNOFILE", has a soft value below the hard one.
	SoftLimits []string `yaml:"soft-limits"`
	// Then is the consequence, start-fails by default.
	Then Consequence `yaml:"then"`
	// Copes tells of a system call that the program goes on where it returns an
	// error, so that only a filter that kills matters.
	Copes bool `yaml:"copes"`
	// Sure is "likely" (the default) or "possible".
	Sure   string   `yaml:"sure"`
	Owners []string `yaml:"owners"`
	Why    string   `yaml:"why"`
	Source string   `yaml:"source"`
}

// Terms are the arguments of a fact: one word or a list in YAML.
type Terms []string

// UnmarshalYAML reads one word or a list of words.
func (t *Terms) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*t = Terms{node.Value}
		return nil
	}
	var list []string
	if err := node.Decode(&list); err != nil {
		return fmt.Errorf("reading the arguments of a need: %w", err)
	}
	*t = list
	return nil
}

// kinded pairs a fact's arguments with their kind.
type kinded struct {
	kind  Kind
	terms Terms
}

// Arguments returns the kind that is set, with its arguments; none for kinds
// that take none.
func (f *Fact) Arguments() (Kind, Terms) {
	for _, one := range [...]kinded{
		{Read, f.Read}, {Write, f.Write}, {Create, f.Create}, {Execute, f.Execute},
		{Capability, f.Capability}, {Bind, f.Bind}, {Serve, f.Serve}, {Syscall, f.Syscall},
		{AddressFamily, f.AddressFamily}, {Namespace, f.Namespace}, {Device, f.Device}, {Membership, f.Membership},
		{GainPrivileges, f.GainPrivileges}, {SharedTmp, f.SharedTmp}, {KernelModules, f.KernelModules},
		{Owner, f.Owner}, {KernelInterfaces, f.KernelInterfaces}, {Connect, f.Connect},
		{Limit, f.Limit}, {Architecture, f.Architecture}, {SharedFiles, f.SharedFiles},
	} {
		if len(one.terms) > 0 {
			return one.kind, one.terms
		}
	}
	return f.Plain, nil
}
