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

// relativeName matches a relative name of a file or directory, such as "data" or "./var/log".
var relativeName = regexp.MustCompile(`^(?:\.{1,2}/)*[A-Za-z0-9_][A-Za-z0-9_./-]*$`)

// isRelative tells that a text is a relative name, and neither a number nor a word that switches something.
func isRelative(text string) bool {
	return relativeName.MatchString(text) && strings.Trim(text, "0123456789.") != "" &&
		!slices.Contains([]string{"true", "false", "yes", "no", "on", "off", "none", "null", "auto", "default", "memory", "tmp", "temp"}, strings.ToLower(text))
}

// saysFile tells that a plain word which an option has is the name of a file or directory: by what is known of the
// option, by its name, or by how the file is called.
func saysFile(i *invocation.Invocation, option string, meaning invocation.Meaning, text string) bool {
	words := wordsOf(option)
	switch {
	case i.Means.Of(option) != "":
		return true
	case meaning == invocation.MeansData && len(words) > 0:
		return slices.ContainsFunc([]string{"dir", "directory", "folder"}, func(word string) bool { return strings.HasSuffix(words[len(words)-1], word) })
	}
	return slices.Contains([]string{".log", ".pid", ".sock"}, path.Ext(text))
}

// relativeStores returns the directories, of which one is meant, of a data base whose file an option or a variable names
// without saying where it lies.
func (r *collector) relativeStores(i *invocation.Invocation, name, text string) []string {
	before, file, _, found := system.RelativeStore(text)
	if !found && system.IsStore(text) && isRelative(text) && lastAmong(wordsOf(name), storeWords) {
		file = text
	}
	if file == "" {
		return nil
	}
	directory := path.Dir(file)
	place := r.fromWorkingDirectory(i, invocation.MeansData, "./"+directory)
	switch {
	case place == "":
		return nil
	case strings.HasSuffix(before, "///") && directory != "." && file[0] != '.':
		return []string{place, "/" + directory}
	}
	return []string{place}
}

// namesStore records where the data base lies that an option names by its file or address, and tells whether it does.
func (r *collector) namesStore(i *invocation.Invocation, option string, content invocation.Word) bool {
	if file := storeFile(option, content.Text); file != "" {
		content.Text = path.Dir(file)
		if !namesOthers(option, content.Text) {
			r.meansPath(i, option, content, invocation.MeansData, need.Likely)
		}
		return true
	}
	places := r.relativeStores(i, option, content.Text)
	if places == nil {
		return false
	}
	r.Add(i, need.Need{Kind: need.Write, Below: true, Any: places, Certainty: need.Likely, Consequence: need.StartFails,
		Why:      fmt.Sprintf("keeps data in %s (%s)", places[0], option),
		Evidence: need.Evidence{Assignment: i.Assignment, Range: content.Place}, Rooted: r.Unit.StartsInRoot()})
	return true
}

// relativePlaces records what variables have the program keep below its working directory.
func relativePlaces(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if path.IsAbs(w.Text) || w.Text == "" || elsewhere[i.Name()] || i.Means.Of(name) != "" || r.ownVariable(i, name, w) != nil || r.inCommandLine(name) {
		return
	}
	n := need.Need{Kind: need.Write, Below: true, Consequence: need.StartFails, Rooted: r.Unit.StartsInRoot()}
	main := r.Main() // whose line may change the directory
	if n.Any = r.relativeStores(main, name, w.Text); n.Any == nil {
		n.Any = r.relativePlace(main, name, w.Text)
	}
	if n.Any == nil && isRelative(w.Text) && endsIn(name, logWords) && path.Ext(w.Text) == ".log" {
		n.Kind, n.Below = need.Create, false
		n.Any = present(r.fromWorkingDirectory(main, invocation.MeansWrite, "./"+w.Text))
		n.Why = fmt.Sprintf("writes its log %s (%s)", w.Text, name)
	}
	if n.Any == nil {
		return
	}
	if n.Why == "" {
		n.Why = fmt.Sprintf("keeps data in %s (%s)", n.Any[0], name)
	}
	r.given(i, w, n)
}

// relativePlace returns the directory for data that a variable names relatively, or none. Names that may be part of an address
// say by a dot that they are none.
func (r *collector) relativePlace(i *invocation.Invocation, name, text string) []string {
	saysDirectory := endsIn(name, []string{"DIR", "DIRECTORY", "FOLDER"}) || strings.HasPrefix(text, "./")
	if !isRelative(text) || !saysDirectory || !endsInBoth(name, dataWords, directoryWords) {
		return nil
	}
	return present(r.fromWorkingDirectory(i, invocation.MeansData, "./"+text))
}

// present returns a list of a path, none of one that is not known.
func present(name string) []string {
	if name == "" {
		return nil
	}
	return []string{name}
}
