package profile

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/value"
)

// place is what a path of a fact may be relative to: "working:/data" lies in the directory
// that the unit starts the program in.
type place struct {
	prefix string
	of     func(*evidence.Context, *invocation.Invocation) string
	// beside tells that it is where the program lies.
	beside bool
	// starts tells that it is where the program is started, which is / where the unit names no
	// directory.
	starts bool
	// homes tells that it is the home directory of the service's user.
	homes bool
}

// places are those that programs outside of packages keep their data in. Each function
// returns an absolute directory, or "" where the unit does not tell.
var places = []place{
	{prefix: "home:", of: homeOf, homes: true},
	{prefix: "working:", of: workingDirectoryOf},
	{prefix: "started:", of: startDirectoryOf, starts: true},
	{prefix: "program:", of: programDirectoryOf, beside: true},
	{prefix: "installed:", of: installedDirectoryOf, beside: true},
}

// variablePlace matches a path that is relative to the directory which a variable of the unit
// holds: "EXAMPLE_HOME:/logs".
var variablePlace = regexp.MustCompile(`^([A-Z][A-Z0-9_]*):(/.*)?$`)

// variableOf is the match of a word that is relative to a variable, or nil.
func variableOf(word string) []string {
	if !strings.Contains(word, ":") {
		return nil // as most words
	}
	return variablePlace.FindStringSubmatch(word)
}

// placed are the kinds of needs whose paths may be relative to a place.
var placed = []need.Kind{need.Read, need.Write, need.Create, need.Execute}

// unplaced cuts the place from the beginning of a path.
func unplaced(word string) string {
	p, rest := placeOf(word)
	if match := variableOf(word); p == nil && match != nil {
		return cmp.Or(match[2], "/")
	}
	return rest
}

// inVariable returns the path that a word stands for which is relative to a variable; it is not
// known where the unit does not set that to an absolute path. Of another word nothing changes.
func (s *Source) inVariable(word string) (name string, known bool) {
	match := variableOf(word)
	if match == nil {
		return word, true
	}
	if s.context == nil {
		return "", false
	}
	v, set := s.context.Variables[match[1]]
	if !set || !v.Known || !path.IsAbs(v.Text) {
		return "", false
	}
	return path.Join(v.Text, match[2]), true
}

// resolved replaces the places in the alternatives of a term by directories. It is not known
// where one of them is not: what holds of the others alone is not what the fact says. Of the
// places beside the program and the usual ones those count alone that are the program's: one
// that lies where packages put programs has nothing beside itself, others have all there.
func (s *Source) resolved(alternatives []string, i *invocation.Invocation) (paths []string, known bool) {
	var beside []string
	for _, word := range alternatives {
		p, rest := placeOf(word)
		if p == nil {
			if word, known = s.inVariable(word); !known {
				return nil, false
			}
			paths = append(paths, word)
			continue
		}
		if s.context == nil || !i.Program.Known {
			return nil, false
		}
		switch directory := p.of(s.context, i); {
		case directory != "" && p.beside:
			beside = append(beside, path.Join(directory, rest))
		case directory != "":
			paths = append(paths, path.Join(directory, rest))
		case p.homes && len(s.perhapsHomes(i)) > 0:
			for _, home := range s.perhapsHomes(i) {
				paths = append(paths, path.Join(home, rest))
			}
		case !p.beside || i.Interprets() || !isPackaged(path.Clean(i.Program.Text)):
			return nil, false
		}
	}
	if len(beside) > 0 {
		return beside, true
	}
	return paths, len(paths) > 0
}

// placeOf takes the place from the beginning of a path, or nil where it has none.
func placeOf(word string) (p *place, rest string) {
	for at := range places {
		if rest, found := strings.CutPrefix(word, places[at].prefix); found {
			return &places[at], rest
		}
	}
	return nil, word
}

// homeOf returns the home directory of the service's user as far as the unit tells: what
// HOME says, root's, the one that the accounts of the host say, or the one of another user's name
// in which the unit has the service work.
func homeOf(c *evidence.Context, i *invocation.Invocation) string {
	if i.AsOther {
		return ""
	}
	if home, set := c.Variables["HOME"]; set {
		if !home.Known || !path.IsAbs(home.Text) {
			return ""
		}
		return path.Clean(home.Text)
	}
	section := c.Unit.ExecSection()
	if c.Unit.Scope != locate.System || c.Unit.Value(section, "PAMName") != "" {
		return ""
	}
	if dynamic, _ := value.Boolean(c.Unit.Value(section, "DynamicUser")); dynamic {
		return homeOfDynamic(c)
	}
	switch user := c.Unit.Value(section, "User"); user {
	case "", "0", "root":
		return "/root"
	default:
		if home := homeByAccount(c, user); home != "" {
			return home
		}
		if home := rootsHomes[user]; home.path != "" && (home.everywhere || c.Family == "debian" || c.Family == "ubuntu") {
			return home.path
		}
		return homeByName(c, user)
	}
}

// placesOfHome are settings that may say where the home directory of a service's user is, or open it.
var placesOfHome = []string{
	"DynamicUser", "PAMName", "RootDirectory", "RootImage", "BindPaths", "TemporaryFileSystem", "StateDirectory", "CacheDirectory",
}

// isGuessed tells that a term lies in one of several homes, and that a file of variables or the manager may
// name another one.
func (s *Source) isGuessed(term string, i *invocation.Invocation) bool {
	if !strings.Contains(term, "home:") || homeOf(s.context, i) != "" {
		return false
	}
	u := s.context.Unit
	return u.Last(u.ExecSection(), "EnvironmentFile") != nil || u.Last(u.ExecSection(), "PassEnvironment") != nil
}

// noHomes are places in which no account has its home directory.
var noHomes = []string{"/run", "/var/run", "/tmp", "/var/tmp", "/dev", "/proc", "/sys", "/etc", "/boot", "/var/log", "/var/mail"}

// perhapsHomes are the directories in which accounts of services have their homes, of a unit that does
// not tell which of them its user has: one of them has to be writable. Where the unit opens a
// place of its own, which may be another one, there are none.
func (s *Source) perhapsHomes(i *invocation.Invocation) []string {
	u := s.context.Unit
	section := u.ExecSection()
	user := u.Value(section, "User")
	if i.AsOther || u.Scope != locate.System || user == "" || strings.ContainsAny(user, "%/") {
		return nil
	}
	if _, set := s.context.Variables["HOME"]; set || slices.ContainsFunc(placesOfHome, func(setting string) bool { return u.Last(section, setting) != nil }) {
		return nil
	}
	for _, a := range u.All(section, "ReadWritePaths") {
		if slices.ContainsFunc(a.Verdict.Paths(), func(p value.Path) bool {
			return !slices.ContainsFunc(noHomes, func(place string) bool { return below(p.Path, place) })
		}) {
			return nil
		}
	}
	homes := []string{"/var/lib/" + user, "/home/" + user, "/srv/" + user, "/opt/" + user}
	if directory := u.WorkingDirectory(); path.IsAbs(directory) && directory != "/" && !slices.Contains(homes, directory) {
		homes = slices.Insert(homes, 0, directory)
	}
	return homes
}

// homeOfDynamic returns the home directory of a user whom systemd makes when the service starts, which is
// the root directory (nss-systemd(8)); HOME is not set for it. A user whom the host knows has his own.
func homeOfDynamic(c *evidence.Context) string {
	section := c.Unit.ExecSection()
	for _, setting := range []string{"EnvironmentFile", "PassEnvironment", "RootDirectory", "RootImage"} {
		if c.Unit.Last(section, setting) != nil {
			return "" // may set HOME, or is another root
		}
	}
	if user := c.Unit.Value(section, "User"); user != "" && c.Host != nil && c.Host.User(user).Home != "" {
		return ""
	}
	return "/"
}

// homeByAccount returns the home directory that a user has by the accounts of the host, or what makes
// it. Many accounts of services have one that is not there, or the root directory, which is none.
func homeByAccount(c *evidence.Context, user string) string {
	if c.Host == nil {
		return ""
	}
	home := path.Clean(c.Host.User(user).Home)
	if !path.IsAbs(home) || home == "/" || strings.Contains(home, "nonexistent") || c.Host.Lookup(home).Presence == host.Missing {
		return ""
	}
	return home
}

// rootsHomes are the home directories of accounts that distributions come with and that belong to root, or
// are not there: those of everywhere and those of Debian and Ubuntu alone (base-passwd's passwd.master, Fedora's setup).
// To /var/www many give their own owner.
var rootsHomes = map[string]struct {
	path       string
	everywhere bool
}{
	"backup": {"/var/backups", false}, "list": {"/var/list", false}, "proxy": {"/bin", false}, "sys": {"/dev", false},
	"bin": {"/bin", true}, "daemon": {"/usr/sbin", true}, "games": {"/usr/games", true}, "nobody": {"/nonexistent", true},
}

// isInSomeHome tells that all alternatives of a term lie in the home directory of the user
// whose manager runs the unit, wherever that is.
func (s *Source) isInSomeHome(term string) bool {
	if s.context == nil || s.context.Unit.Scope == locate.System {
		return false
	}
	if _, set := s.context.Variables["HOME"]; set {
		return false
	}
	for word := range strings.SplitSeq(term, "|") {
		if !strings.HasPrefix(word, "home:") {
			return false
		}
	}
	return true
}

// imageUsers are the users that images of distributions come with for who logs in, whose home
// directories lie below /home (the documentation of Raspberry Pi OS, of cloud images and of Vagrant).
var imageUsers = []string{"pi", "ubuntu", "debian", "ec2-user", "vagrant", "fedora", "centos", "alarm", "opc", "dietpi", "orangepi", "rock", "azureuser"}

// homeByName returns the directory below /home that is called like a user, where the working
// directory of the unit or a word of its command lines lies in it.
func homeByName(c *evidence.Context, user string) string {
	if strings.ContainsAny(user, "%/") {
		return ""
	}
	home := "/home/" + user
	if slices.Contains(imageUsers, user) {
		return home
	}
	isThere := func(name string) bool { return name == home || strings.HasPrefix(name, home+"/") }
	if isThere(c.Unit.WorkingDirectory()) {
		return home
	}
	for _, i := range c.Invocations {
		if isThere(i.Program.Text) || slices.ContainsFunc(i.Arguments, func(w invocation.Word) bool { return isThere(w.Text) }) {
			return home
		}
	}
	return ""
}

// workingDirectoryOf returns the directory in which the unit starts the program. A shell
// may change it first, and "/" is where nobody chose one.
func workingDirectoryOf(c *evidence.Context, i *invocation.Invocation) string {
	if slices.ContainsFunc(c.Invocations, func(other *invocation.Invocation) bool {
		return other.Assignment == i.Assignment && (other.IsShell() || other.Name() == "cd")
	}) {
		return ""
	}
	a := c.Unit.Last(c.Unit.ExecSection(), "WorkingDirectory")
	if a == nil || strings.HasPrefix(a.Value, "-") {
		return ""
	}
	if a.Value == "~" {
		return homeOf(c, i)
	}
	if directory := c.Unit.WorkingDirectory(); directory != "/" {
		return directory
	}
	return ""
}

// startDirectoryOf returns the directory in which the program is started: the one that the unit
// names, or / where it names none and nothing that runs before may have moved.
func startDirectoryOf(c *evidence.Context, i *invocation.Invocation) string {
	if directory := workingDirectoryOf(c, i); directory != "" {
		return directory
	}
	if i.AsOther || path.Ext(i.Program.Text) == ".sh" || !c.Unit.StartsInRoot() || movesBefore(c, i) || i.Has(movingOptions) {
		return ""
	}
	return "/"
}

// movingOptions are options by which programs are told to change into a directory first.
var movingOptions = []string{"--chdir", "--workdir", "--working-dir", "--working-directory", "--cwd", "--directory"}

// movesBefore tells that what runs in the same line may have changed into another directory.
func movesBefore(c *evidence.Context, i *invocation.Invocation) bool {
	return slices.ContainsFunc(c.Invocations, func(other *invocation.Invocation) bool {
		return other.Assignment == i.Assignment && (other.IsShell() || other.Name() == "cd" || other != i && other.Has(movingOptions))
	})
}

// programDirectoryOf returns the directory of the program, or of the script where an
// interpreter runs one. What lies below /usr or in a store of packages keeps its data elsewhere.
func programDirectoryOf(c *evidence.Context, i *invocation.Invocation) string {
	file := i.Program.Text
	if i.Interprets() {
		operands := i.Operands("")
		if len(operands) == 0 || !operands[0].Known {
			return ""
		}
		file = operands[0].Text
		if directory := workingDirectoryOf(c, i); !path.IsAbs(file) && directory != "" {
			file = path.Join(directory, file)
		}
	}
	file = path.Clean(file)
	if !path.IsAbs(file) || isPackaged(file) {
		return ""
	}
	return path.Dir(file)
}

// isPackaged tells that a program lies where no program keeps data beside itself.
func isPackaged(file string) bool {
	return !host.OfOneProgram(file) && slices.ContainsFunc(ofPackages, func(directory string) bool { return strings.HasPrefix(file, directory) })
}

// installedDirectoryOf returns the directory that a program was unpacked to: the one above
// "bin", where it lies there or in a directory of it for one architecture, else its own.
func installedDirectoryOf(c *evidence.Context, i *invocation.Invocation) string {
	directory := programDirectoryOf(c, i)
	for _, name := range []string{directory, path.Dir(directory)} {
		if base := path.Base(name); base == "bin" || base == "sbin" {
			directory = path.Dir(name)
			break
		}
	}
	if len(strings.Split(directory, "/")) <= leastDepth {
		return ""
	}
	return directory
}

// leastDepth is what the parts of "/opt" count: several programs share such a directory.
const leastDepth = 2

// ofPackages are the directories in which no program keeps data beside itself.
var ofPackages = []string{"/usr/", "/bin/", "/sbin/", "/lib", "/nix/", "/gnu/", "/snap/"}

// variableWord takes a word of a fact's conditions apart that names a variable, "NAME=", or
// one with a content, "NAME=pattern" as of [invocation.IsLike], in lower case.
func variableWord(word string) (name, pattern string, isVariable bool) {
	name, pattern, found := strings.Cut(word, "=")
	return name, pattern, found && name != "" && strings.ToUpper(name) == name && !strings.HasPrefix(name, "-")
}

// variablesOf tells whether the unit sets one of the variables that a fact's conditions name,
// and whether a file of the host may.
func (s *Source) variablesOf(words []string) (set, perhaps bool) {
	for _, word := range words {
		name, pattern, isVariable := variableWord(word)
		if !isVariable {
			continue
		}
		if s.context == nil {
			return false, true
		}
		if v, found := s.context.Variables[name]; found {
			if pattern == "" || invocation.IsLike(pattern, strings.ToLower(v.Text)) {
				return true, false
			}
			continue
		}
		section := s.context.Unit.ExecSection()
		perhaps = perhaps || s.context.Unit.Last(section, "EnvironmentFile") != nil || s.context.Unit.Last(section, "PassEnvironment") != nil
	}
	return false, perhaps
}
