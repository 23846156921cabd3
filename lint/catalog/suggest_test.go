package catalog_test

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
)

// vocabularies returns the lists of names that suggestions are made from.
func vocabularies() map[string][]string {
	all := map[string][]string{"sections": catalog.KnownSections(), "system calls": catalog.SyscallNames()}
	for _, section := range catalog.KnownSections() {
		for _, d := range catalog.Directives(section) {
			all["directives of "+section] = append(all["directives of "+section], d.Name)
		}
	}
	for _, c := range catalog.Capabilities() {
		all["capabilities"] = append(all["capabilities"], c.Name)
	}
	for _, f := range catalog.AddressFamilies() {
		all["address families"] = append(all["address families"], f.Name)
	}
	all["system call groups"] = catalog.SyscallGroups(catalog.Release{Version: catalog.Newest})
	return all
}

// typos returns words that one slip makes of a name, by kind of slip.
func typos(name string) map[string][]string {
	words := map[string][]string{
		"lower case": {strings.ToLower(name)},
		"upper case": {strings.ToUpper(name)},
	}
	for i := range name {
		words["dropped letter"] = append(words["dropped letter"], name[:i]+name[i+1:])
		words["doubled letter"] = append(words["doubled letter"], name[:i+1]+name[i:])
		words["other letter"] = append(words["other letter"], name[:i]+"q"+name[i+1:], name[:i]+"e"+name[i+1:])
		words["added letter"] = append(words["added letter"], name[:i]+"x"+name[i:])
		if i > 0 {
			words["transposition"] = append(words["transposition"], name[:i-1]+string(name[i])+string(name[i-1])+name[i+1:])
		}
	}
	return words
}

// TestSuggestMendsEverySlip tries every slip of every name. Names of less than
// four letters resemble too many words, and a slip may be as near to a second
// name as to the first: then either answer is right.
func TestSuggestMendsEverySlip(t *testing.T) {
	for vocabulary, names := range vocabularies() {
		valid := map[string]bool{}
		for _, n := range names {
			valid[n] = true
		}
		tried, wrong := 0, 0
		for _, name := range names {
			if len(name) < 4 {
				continue
			}
			for slip, words := range typos(name) {
				for _, word := range words {
					if valid[word] {
						continue
					}
					tried++
					got := catalog.Suggest(word, names)
					if got == name || oneSlip(word, got) {
						continue
					}
					wrong++
					if wrong <= 10 {
						t.Errorf("%s: %s of %s: %q suggests %q", vocabulary, slip, name, word, got)
					}
				}
			}
		}
		if tried == 0 {
			t.Errorf("%s: nothing tried", vocabulary)
		}
		t.Logf("%s: %d of %d slips mended", vocabulary, tried-wrong, tried)
	}
}

// oneSlip tells whether a single slip of a name gives the word.
func oneSlip(word, name string) bool {
	if name == "" {
		return false
	}
	if strings.EqualFold(word, name) {
		return true
	}
	i := 0
	for i < len(word) && i < len(name) && word[i] == name[i] {
		i++
	}
	w, n := word[i:], name[i:]
	return len(w) > 0 && w[1:] == n || len(n) > 0 && w == n[1:] ||
		len(w) > 0 && len(n) > 0 && w[1:] == n[1:] ||
		len(w) > 1 && len(n) > 1 && w[0] == n[1] && w[1] == n[0] && w[2:] == n[2:]
}

func TestSuggestIsSilentOnFarWords(t *testing.T) {
	all := vocabularies()
	far := []string{
		"", "X", "Xy", "Foo", "foo bar", "Banana", "SomethingElseEntirely", "LoadBalancer", "HTTPPort",
		"Container", "Image", "AutoUpdate", "PublishPort", "MyVendorSetting", "🜁🜂🜃", strings.Repeat("Z", 500),
	}
	for vocabulary, names := range all {
		for _, word := range far {
			if got := catalog.Suggest(word, names); got != "" {
				t.Errorf("%s: %q suggests %q", vocabulary, word, got)
			}
		}
	}
}

func TestSuggestPrefersTheLikelierSlip(t *testing.T) {
	for _, test := range []struct {
		word       string
		candidates []string
		want       string
	}{
		{"AF_inet6", []string{"AF_INET", "AF_INET6"}, "AF_INET6"},
		{"ProtectSytem", []string{"ProtectHome", "ProtectSystem"}, "ProtectSystem"},
		{"PrivateTemp", []string{"PrivateIPC", "PrivateTmp"}, "PrivateTmp"},
		{"CapabilitiesBoundingSet", []string{"AmbientCapabilities", "CapabilityBoundingSet"}, "CapabilityBoundingSet"},
		{"opennat", []string{"open", "openat", "openat2"}, "openat"},
		{"Sevice", []string{"Unit", "Service", "Slice"}, "Service"},
		{"User", []string{"User"}, ""},
	} {
		if got := catalog.Suggest(test.word, test.candidates); got != test.want {
			t.Errorf("%q suggests %q, want %q", test.word, got, test.want)
		}
	}
}

// Words are compared in a space of a fixed size: what is longer than any name has
// no suggestion, and no word costs memory.
func TestSuggestIsBoundedOnHostileInput(t *testing.T) {
	var names []string
	for _, d := range catalog.Directives("Service") {
		names = append(names, d.Name)
	}
	long := strings.Repeat("PrivateTmp", 1<<17)
	near := append(names, long+"x")
	if got := catalog.Suggest(long, near); got != "" {
		t.Errorf("a word of a MiB is said to mean one of %d bytes", len(got))
	}
	for _, word := range []string{"PrivateReadSystemAlmost", long} {
		if got := testing.AllocsPerRun(10, func() { catalog.Suggest(word, near) }); got != 0 {
			t.Errorf("a suggestion for a word of %d bytes takes %.0f allocations, want none", len(word), got)
		}
	}
}

func BenchmarkSuggest(b *testing.B) {
	var names []string
	for _, d := range catalog.Directives("Service") {
		names = append(names, d.Name)
	}
	for b.Loop() {
		catalog.Suggest("PrivateReadSystemAlmost", names)
	}
}
