package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/unit"
)

var (
	// readSections are words of sections about what a program reads, or about the addresses of pages.
	readSections = []string{
		"input", "inputs", "source", "sources", "parser", "parsers", "monitor", "monitors", "watch", "collect", "labels", "rule", "rules", "routes",
	}
	// ownedPlaces are the directories in which each program has one that is called like it.
	ownedPlaces = []string{"/var/log/", "/var/lib/", "/var/cache/", "/run/"}
	// placeOwners are programs with such directories whose configuration nobody described, or that are
	// called otherwise.
	placeOwners = []string{
		"audit", "dpkg", "apt", "yum", "dnf", "rpm", "nut", "openvpn", "mysql", "mariadb", "postgresql", "nginx", "apache2", "httpd", "named", "bind", "samba",
		"squid", "exim4", "journal", "redis", "tomcat", "haproxy", "libvirt", "cups", "unattended-upgrades",
	}
	// waitingWords are words of keys that name the locks of others.
	waitingWords = []string{"wait", "check", "watch"}
	// deniedWords are words of keys and sections whose devices are left alone.
	deniedWords = []string{
		"exclude", "excluded", "excludes", "ignore", "ignored", "deny", "denied", "skip", "except", "forbid", "forbidden", "blacklist", "blocklist", "blocked",
	}
	// wayKeys are keys that say by which way something is reached, farWays the ways that take no device.
	wayKeys = []string{"mode", "type", "transport", "protocol", "backend", "connection", "source", "interface"}
	farWays = []string{"tcp", "udp", "net", "network", "socket", "ethernet", "gpsd", "none", "off", "disabled"}
	// baseKeys are the last words of keys, options and variables that name the directory from which a
	// program counts relative names, basePairs the last two.
	baseKeys  = []string{"base", "root", "home", "basedir", "rootdir", "homedir", "workdir", "chdir", "cwd"}
	basePairs = []string{"base dir", "root dir", "home dir", "work dir", "working dir", "base path", "root path", "working directory", "base directory", "app dir"}
)

// hasWord tells that one of the words of a name is one of some.
func hasWord(name string, some []string) bool {
	return isAmong(strings.Fields(strings.ReplaceAll(separators.Replace(strings.ToLower(name)), ":", " ")), some)
}

// isOfOthers tells that what would be a log or a file of the program's state is another one's, which
// it reads or waits for: by its section, by its key or by the directory where it lies.
func (r *reader) isOfOthers(s *Setting) bool {
	inner := s.Section[strings.LastIndexByte(s.Section, '.')+1:]
	if hasWord(s.Section, readSections) || hasWord(s.Key, waitingWords) || r.isAnother(inner) {
		return true
	}
	value := strings.Trim(s.Value, `"'`)
	for _, place := range ownedPlaces {
		if rest, found := strings.CutPrefix(value, place); found {
			owner, _, isBelow := strings.Cut(rest, "/")
			return isBelow && r.isAnother(owner)
		}
	}
	return false
}

// isAnother tells that a name is that of another program than the one that is configured.
func (r *reader) isAnother(name string) bool {
	if name == "" || !slices.Contains(placeOwners, name) {
		return false
	}
	return !strings.Contains(r.name, name) && !strings.Contains(name, strings.TrimSuffix(r.name, "d"))
}

// forgetDevices leaves out the devices of sections that are switched off, or reached in another way.
func (r *reader) forgetDevices() {
	isDevice := func(f Fact) bool { return f.Meaning == Device && !f.Known }
	if !slices.ContainsFunc(r.found.Facts, isDevice) {
		return
	}
	isOff, far := r.switchedOff(), map[string]bool{}
	for i := range r.found.statements {
		s := &r.found.statements[i]
		far[s.Section] = far[s.Section] || endsIn(s.Key, wayKeys) && slices.Contains(farWays, strings.ToLower(s.Value))
	}
	r.found.Facts = slices.DeleteFunc(r.found.Facts, func(f Fact) bool {
		return isDevice(f) && (far[f.Setting.Section] || isOff(f.Setting.Section))
	})
}

// isBase tells that a name is called as those of the directory from which a program counts relative names.
func isBase(name string) bool {
	list := strings.Fields(separators.Replace(strings.ToLower(name)))
	last := strings.Join(list[max(0, len(list)-2):], " ")
	return last == "dir" || endsIn(strings.ToLower(name), baseKeys) || slices.Contains(basePairs, last)
}

// hasBase tells that the command line or the environment names a directory from which the program may
// count relative names.
func hasBase(arguments []invocation.Word, variables map[string]unit.Variable) bool {
	for name := range variables {
		if isBase(name) && name != "HOME" && name != "JAVA_HOME" {
			return true
		}
	}
	return slices.ContainsFunc(arguments, func(word invocation.Word) bool {
		name, _, _ := strings.Cut(word.Text, "=")
		return strings.HasPrefix(name, "-") && isBase(name)
	})
}

// saysBase tells that a statement names such a directory.
func (r *reader) saysBase() bool {
	return slices.ContainsFunc(r.found.statements, func(s Setting) bool { return isBase(s.Key) && path.IsAbs(strings.Trim(s.Value, `"'`)) })
}
