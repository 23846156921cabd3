package need

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

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
	// Operands is what the absolute paths among the arguments mean that belong to
	// no option; files that are read where it is not set.
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

//go:embed profiles/*.yaml
var profileFiles embed.FS

// Library holds profiles and reads each when it is first asked for.
type Library struct {
	files   fs.FS
	index   func() index
	mutex   sync.Mutex
	decoded map[string]func() *Profile
}

// index says which profile is about a program.
type index struct {
	paths    []entry           // of whole paths
	plain    map[string]string // by names
	patterns []entry           // of names
}

// entry is a pattern and the profile that it leads to.
type entry struct {
	pattern, profile string
	literal          string // what stands before the first special character
	wild             bool   // there is one
}

func newEntry(pattern, profile string) entry {
	e := entry{pattern: pattern, profile: profile, literal: pattern}
	if special := strings.IndexAny(pattern, `*?[\`); special >= 0 {
		e.literal, e.wild = pattern[:special], true
	}
	return e
}

// matches compares a name or a whole path with the pattern.
func (e *entry) matches(name string) bool {
	if !e.wild || !strings.HasPrefix(name, e.literal) {
		return e.pattern == name
	}
	matched, _ := path.Match(e.pattern, name)
	return matched
}

// Builtin returns the profiles that come with the program. They are read once.
var Builtin = sync.OnceValue(func() *Library {
	sub, err := fs.Sub(profileFiles, "profiles")
	if err != nil {
		return NewLibrary(profileFiles)
	}
	return NewLibrary(sub)
})

// NewLibrary returns the profiles of a directory of YAML files.
func NewLibrary(files fs.FS) *Library {
	l := &Library{files: files, decoded: map[string]func() *Profile{}}
	l.index = sync.OnceValue(l.buildIndex)
	return l
}

// Names returns the profiles' names, sorted.
func (l *Library) Names() []string {
	files, err := fs.Glob(l.files, "*.yaml")
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(files))
	for _, file := range files {
		names = append(names, strings.TrimSuffix(file, ".yaml"))
	}
	return names
}

// buildIndex reads the head of every file: the lists "programs:" and "paths:"
// are written on one line each above the needs, so that no file has to be decoded
// to know which programs it is about. Of several files that name a program the
// first counts.
func (l *Library) buildIndex() index {
	found := index{plain: map[string]string{}}
	for _, profile := range l.Names() {
		text, err := fs.ReadFile(l.files, profile+".yaml")
		if err != nil {
			continue
		}
		head, _, _ := bytes.Cut(text, []byte("\nneeds:"))
		for _, pattern := range headList(head, "paths") {
			found.paths = append(found.paths, newEntry(pattern, profile))
		}
		for _, pattern := range headList(head, "programs") {
			found.add(newEntry(pattern, profile))
		}
	}
	return found
}

// add adds a pattern of names.
func (x *index) add(e entry) {
	if e.wild {
		x.patterns = append(x.patterns, e)
	} else if _, known := x.plain[e.pattern]; !known {
		x.plain[e.pattern] = e.profile
	}
}

// path returns the profile of a whole path, or "".
func (x *index) path(name string) string { return firstMatch(x.paths, name) }

// name returns the profile of a program's name, or "": plain names are more
// telling than patterns.
func (x *index) name(name string) string {
	if profile, known := x.plain[name]; known {
		return profile
	}
	return firstMatch(x.patterns, name)
}

func firstMatch(entries []entry, name string) string {
	for i := range entries {
		if entries[i].matches(name) {
			return entries[i].profile
		}
	}
	return ""
}

// headList returns the words of a one-line YAML list "key: [a, b]".
func headList(text []byte, key string) []string {
	prefix := []byte(key + ": [")
	for line := range bytes.Lines(text) {
		if !bytes.HasPrefix(line, prefix) {
			continue
		}
		inner, _, _ := strings.Cut(string(line[len(prefix):]), "]")
		var words []string
		for _, word := range strings.Split(inner, ",") {
			if word = strings.Trim(strings.TrimSpace(word), `"'`); word != "" {
				words = append(words, word)
			}
		}
		return words
	}
	return nil
}

// Lookup returns a profile by its name, or nil.
func (l *Library) Lookup(name string) *Profile {
	l.mutex.Lock()
	decode := l.decoded[name]
	if decode == nil {
		decode = sync.OnceValue(func() *Profile {
			p, err := l.Decode(name)
			if err != nil {
				return nil
			}
			return p
		})
		l.decoded[name] = decode
	}
	l.mutex.Unlock()
	return decode()
}

// Decode reads one profile strictly; the error says what in it is no profile.
func (l *Library) Decode(name string) (*Profile, error) {
	text, err := fs.ReadFile(l.files, name+".yaml")
	if err != nil {
		return nil, fmt.Errorf("reading the profile %s: %w", name, err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	p := &Profile{}
	if err := decoder.Decode(p); err != nil {
		return nil, fmt.Errorf("decoding the profile %s: %w", name, err)
	}
	return p, nil
}

// of returns the profile of an invocation, or nil. The answer is kept with the
// invocation.
func (l *Library) of(i *invocation) *Profile {
	if !i.looked {
		i.looked, i.profile = true, l.find(i)
	}
	return i.profile
}

func (l *Library) find(i *invocation) *Profile {
	known := l.index()
	if profile := known.path(i.program.text); profile != "" {
		return l.Lookup(profile)
	}
	if script := i.program.text; strings.HasPrefix(script, "/etc/") && !strings.HasPrefix(script, "/etc/init.d/") {
		return nil // jobs and hooks are named after programs that they are not
	}
	for _, name := range i.names() {
		if profile := known.name(name); profile != "" {
			return l.Lookup(profile)
		}
	}
	return nil
}
