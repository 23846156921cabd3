package text

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
)

// javaLog matches options of the virtual machine that name a file which it logs to, and refuses
// to start without (java(1), -Xlog and -Xloggc); javaFile and javaDirectory match properties by
// which it, or Spring Boot, is told where to write (the documentation of both).
var (
	javaLog       = regexp.MustCompile(`^-Xlog(?:gc)?:(?:[^/]*[:=])?"?(/[^:"]+)`)
	javaFile      = regexp.MustCompile(`^-Dlogging\.file(?:\.name)?=(/.+)$`)
	javaDirectory = regexp.MustCompile(`^-D(?:java\.io\.tmpdir|logging\.file\.path|logging\.path)=(/.+)$`)
)

// javaVariable matches the names of variables that hold options of the virtual machine.
var javaVariable = regexp.MustCompile(`(?:^|_)(?:JAVA|JVM|CATALINA|JDK_JAVA|JAVA_TOOL)_(?:OPTS?|OPTIONS)$|^_JAVA_OPTIONS$|` +
	`^(?:KAFKA|ACTIVEMQ|ARTEMIS|SOLR|PULSAR)_[A-Z_]*OPTS$|^(?:SERVER_)?JVMFLAGS$`)

// javaValued are options of java that take the next word as their value (java(1)).
var javaValued = []string{
	"-cp", "-classpath", "--class-path", "-p", "--module-path", "--upgrade-module-path", "--add-modules", "--add-opens", "--add-exports", "--add-reads",
	"--limit-modules", "--patch-module", "--source",
}

// writesLogs records where options of java have it write, but for properties whose names say
// the same to other programs.
func writesLogs(r *collector, i *invocation.Invocation) {
	for at := 0; at < len(i.Arguments); at++ {
		argument := i.Arguments[at]
		name, content, _ := strings.Cut(argument.Text, "=")
		switch {
		case slices.Contains(javaValued, argument.Text):
			at++
		case strings.HasPrefix(argument.Text, "@"): // a file of options
		case !strings.HasPrefix(argument.Text, "-"):
			return // the rest is the program's
		case meaningOf(i, name) == invocation.MeansNothing && !keepsData(i, name, content):
			r.javaWrites(i, argument, argument.AsWritten())
		}
	}
}

// javaOptions records where options of java in a variable have it write: properties say what they
// would say on the command line. [dataPlaces] records some of them.
func javaOptions(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if !strings.Contains(name, "OPT") && !strings.Contains(name, "FLAGS") || !javaVariable.MatchString(name) {
		return
	}
	for option := range strings.FieldsSeq(w.Text) {
		if dataProperty.MatchString(option) {
			continue
		}
		option = strings.Trim(option, `"'`)
		r.javaWrites(i, w, option)
		if !javaFile.MatchString(option) && !javaDirectory.MatchString(option) {
			r.javaProperty(i, w, option)
		}
	}
}

// javaProperty records what the name of a property says that a place is for.
func (r *collector) javaProperty(i *invocation.Invocation, w invocation.Word, option string) {
	name, content, _ := strings.Cut(option, "=")
	if !strings.HasPrefix(name, "-D") || !path.IsAbs(content) || strings.ContainsAny(content, "%$*,:") {
		return
	}
	meaning := meaningOf(i, name)
	if meaning == invocation.MeansNothing && keepsData(i, name, path.Clean(content)) {
		meaning = invocation.MeansData
	}
	if meaning == invocation.MeansData || meaning == invocation.MeansWrite {
		r.means(i, name, invocation.Word{Text: content, Known: true, Place: w.Place}, meaning, need.Likely)
	}
}

// javaWrites records the directory in which an option has java write. A name may hold the time
// and the process, so that the file itself is not known.
func (r *collector) javaWrites(i *invocation.Invocation, w invocation.Word, option string) {
	place, consequence := "", need.JobFails
	if match := javaLog.FindStringSubmatch(option); match != nil {
		place, consequence = path.Dir(path.Clean(match[1])), need.StartFails
	} else if match := javaFile.FindStringSubmatch(option); match != nil {
		place = path.Dir(path.Clean(match[1]))
	} else if match := javaDirectory.FindStringSubmatch(option); match != nil {
		place = path.Clean(match[1])
	}
	if place == "" || strings.ContainsAny(place, "%$*") || system.IsTemporary(place+"/") {
		return
	}
	named, _, _ := strings.Cut(option, place)
	r.given(i, w, need.Need{Kind: need.Write, Below: true, Any: []string{place}, Consequence: consequence,
		Why: fmt.Sprintf("writes to %s (%s)", place, strings.TrimRight(named, "=:"))})
}
