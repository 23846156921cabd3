package packaged

import (
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/source"
)

// TestPermitted holds what a text of capabilities gives to whoever executes the file.
func TestPermitted(t *testing.T) {
	for text, want := range map[string]string{
		"cap_net_raw=ep":                           "CAP_NET_RAW",
		"CAP_NET_RAW,cap_net_admin+eip":            "CAP_NET_RAW CAP_NET_ADMIN",
		"= cap_kill+ep":                            "CAP_KILL",
		"cap_kill+ep cap_net_raw+p":                "CAP_KILL CAP_NET_RAW",
		"cap_kill,cap_net_raw=ep cap_net_raw-ep":   "CAP_KILL",
		"cap_kill=ep cap_kill=i":                   "",
		"cap_kill-ep":                              "",
		"cap_kill+ep-e":                            "CAP_KILL",
		"cap_kill+p+p":                             "CAP_KILL",
		"cap_kill=i":                               "",
		"cap_kill":                                 "",
		"$CAPABILITIES+ep":                         "",
		"all=ep " + allBut("CAP_KILL") + "-p":      "CAP_KILL",
		"=p " + strings.ToLower(allBut("")) + "-p": "",
	} {
		p := Privilege{Capabilities: text}
		if got := strings.Join(p.Permitted(), " "); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func allBut(name string) string {
	var names []string
	for _, c := range catalog.Capabilities() {
		if c.Name != name {
			names = append(names, c.Name)
		}
	}
	return strings.Join(names, ",")
}

// TestPrivileges holds which capabilities setcap gives to which file, by whatever name it
// has it.
func TestPrivileges(t *testing.T) {
	p := &Package{}
	p.readScript(source.New("postinst", []byte("setcap cap_kill=ep /bin/a\nsetcap 'cap_kill=ep cap_net_raw=p' /usr/bin/b cap_chown=ep \"/usr/bin/c\"\n"+
		"setcap -r /usr/bin/d\nsetcap -q cap_kill=ep relative\n")), Told{})
	for name, want := range map[string][]string{
		"/usr/bin/a": {"cap_kill=ep"}, "/bin/a": {"cap_kill=ep"}, "/usr/bin/b": {"cap_kill=ep cap_net_raw=p"}, "/bin/c": {"cap_chown=ep"}, "/usr/bin/d": nil,
		"/usr/sbin/a": nil,
	} {
		var got []string
		for _, one := range p.PrivilegesOf(name) {
			got = append(got, one.Capabilities)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
