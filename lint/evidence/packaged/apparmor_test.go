package packaged_test

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/locate"
)

const profile = `# capability setuid,
abi <abi/3.0>,
/usr/sbin/exampled flags=(attach_disconnected) {
  capability setgid,
  capability chown setuid,
  /etc/example/** rw,
  /var/lib/example/{,*} rw,
  owner /{,var/}run/example.pid w,
  @{run}/example/** rwk,
  @{HOME}/x rw,
  /var/log/example.log a,
  /var/lib/other r,
  /var/lib/* w,
  ^child {
    capability net_bind_service,
  }
}
`

func words(named []packaged.Named) string {
	var all []string
	for _, n := range named {
		all = append(all, n.Name)
	}
	return strings.Join(all, " ")
}

func TestPolicy(t *testing.T) {
	tree, err := locate.OpenRoot(systemdtest.Write(t, systemdtest.Tree{"etc/apparmor.d/usr.sbin.exampled": profile}), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tree.Close() })
	policies := packaged.Open(tree).Policies("/usr/sbin/exampled", "")
	if len(policies) != 1 {
		t.Fatalf("%d policies", len(policies))
	}
	p := policies[0]
	if got, want := words(p.Capabilities), "CAP_SETGID CAP_SETUID"; got != want {
		t.Errorf("capabilities: %s, want %s", got, want)
	}
	if got, want := words(p.Writes), "/var/lib/example /run/example.pid /run/example /var/log/example.log"; got != want {
		t.Errorf("writes: %s, want %s", got, want)
	}
	if p := packaged.Open(tree).Policies("/usr/sbin/other", ""); p != nil {
		t.Errorf("%+v of a program without a profile", p)
	}
}

func FuzzPolicy(f *testing.F) {
	f.Add(profile)
	f.Fuzz(func(t *testing.T, text string) {
		tree, err := locate.OpenRoot(systemdtest.Write(t, systemdtest.Tree{"etc/apparmor.d/usr.sbin.exampled": text}), "")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = tree.Close() }()
		for _, p := range packaged.Open(tree).Policies("/usr/sbin/exampled", "") {
			for _, n := range p.Writes {
				if !strings.HasPrefix(n.Name, "/") || strings.ContainsAny(n.Name, "*?[") {
					t.Errorf("%q is a pattern", n.Name)
				}
			}
		}
	})
}
