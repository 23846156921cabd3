package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
)

// documentedService is a page of docs/services.
type documentedService struct {
	// page is the name of the page, title what it is about, program what the profiles
	// of its programs are called in docs/programs.md, parted by commas.
	page, title, program string
	// units are the names of the unit by target.
	units map[string]string
	// job is what was seen to work under the drop-in of level full; empty where it
	// was not run.
	job string
	// lowest is what the service is called in the list of the lowest scores that a
	// search on the running service found; empty where there was none.
	lowest string
}

// The targets of the pages.
const (
	debian12 = "debian-12"
	debian13 = "debian-13"
	ubuntu24 = "ubuntu-24.04"
	rhel9    = "rhel-9"
)

// unitNames are the names of a unit on Debian 12 and 13, then on Ubuntu 24.04 and RHEL 9
// where a public repository has it there; "" where none was found.
func unitNames(bookworm, trixie, ubuntu, rhel string) map[string]string {
	return map[string]string{debian12: bookworm, debian13: trixie, ubuntu24: ubuntu, rhel9: rhel}
}

// debian is a unit that is called the same on Debian 12 and 13 and was not found
// elsewhere.
func debian(name string) map[string]string { return unitNames(name, name, "", "") }

// documentedServices are the pages, one row each. The jobs were run on Debian 12
// and 13, under the drop-in of level full that the page shows. Grafana,
// Elasticsearch and OpenSearch are not in Debian.
var documentedServices = []documentedService{
	{
		"apache2", "Apache HTTP Server", "Apache httpd", unitNames("apache2.service", "apache2.service", "apache2.service", "httpd.service"),
		"answers on port 80 and writes its access log", "apache2",
	},
	{
		"caddy", "Caddy", "Caddy", unitNames("caddy.service", "caddy.service", "", "caddy.service"),
		"answers on port 80 and writes its access log", "caddy",
	},
	{"certbot", "Certbot", "Certbot", debian("certbot.service"), "ends 'certbot renew' well without a certificate and writes its log", "certbot"},
	{
		"chrony", "chronyd", "chronyd", unitNames("chrony.service", "chrony.service", "", "chronyd.service"),
		"runs without control of the clock and answers 'chronyc tracking'", "chrony",
	},
	{
		"containerd", "containerd", "containerd", unitNames("containerd.service", "containerd.service", "", "containerd.service"),
		"imports an image and runs a container", "containerd",
	},
	{"docker", "Docker", "Docker", unitNames("docker.service", "docker.service", "", "docker.service"), "runs a container", ""},
	{
		"elasticsearch", "Elasticsearch", "Elasticsearch or OpenSearch",
		unitNames("", "", "elasticsearch.service", "elasticsearch.service"), "", "",
	},
	{
		"fail2ban", "Fail2ban", "Fail2ban", unitNames("fail2ban.service", "fail2ban.service", "", "fail2ban.service"),
		"puts a ban into the packet filter", "fail2ban",
	},
	{"grafana", "Grafana", "Grafana", unitNames("", "", "grafana-server.service", "grafana-server.service"), "", ""},
	{"haproxy", "HAProxy", "HAProxy", unitNames("haproxy.service", "haproxy.service", "", "haproxy.service"), "answers on port 80", "haproxy"},
	{
		"mariadb", "MariaDB", "MariaDB or MySQL", unitNames("mariadb.service", "mariadb.service", "", "mariadb.service"),
		"creates a data base and a table through its socket", "mariadb",
	},
	{"memcached", "memcached", "memcached", debian("memcached.service"), "sets and gets a value on port 11211", "memcached"},
	{"nginx", "nginx", "nginx", debian("nginx.service"), "answers on port 80 and writes its access log", "nginx"},
	{
		"node_exporter", "node_exporter", "the node exporter", debian("prometheus-node-exporter.service"),
		"serves figures of processor, memory, file systems and network on port 9100", "node-exporter",
	},
	{
		"opensearch", "OpenSearch", "Elasticsearch or OpenSearch",
		unitNames("", "", "opensearch.service", "opensearch.service"), "", "",
	},
	{
		"php-fpm", "PHP-FPM", "PHP-FPM", unitNames("php8.2-fpm.service", "php8.4-fpm.service", "", ""),
		"runs a script with a session through its socket", "php-fpm",
	},
	{
		"postgresql", "PostgreSQL", "Debian's pg_ctlcluster, PostgreSQL",
		unitNames("postgresql@15-main.service", "postgresql@17-main.service", "", "postgresql.service"),
		"lets a local user connect, create and fill a table, and writes a checkpoint", "postgresql",
	},
	{"prometheus", "Prometheus", "Prometheus", debian("prometheus.service"), "is ready on port 9090 and answers a query", "prometheus"},
	{"rabbitmq", "RabbitMQ", "RabbitMQ", debian("rabbitmq-server.service"), "", ""},
	{"redis", "Redis", "Redis", debian("redis-server.service"), "sets and gets a value, saves in the foreground and in the background", "redis"},
	{
		"rsyslog", "rsyslogd", "rsyslogd", unitNames("rsyslog.service", "rsyslog.service", "rsyslog.service", "rsyslog.service"),
		"writes a line that is logged to /var/log/syslog", "rsyslog",
	},
	{
		"ssh", "OpenSSH server", "the OpenSSH server", unitNames("ssh.service", "ssh.service", "ssh.service", "sshd.service"),
		"logs an ordinary user and root in with a key", "ssh",
	},
	{"tomcat", "Tomcat", "Apache Tomcat", unitNames("tomcat10.service", "tomcat10.service", "tomcat10.service", ""), "serves its start page on port 8080", ""},
	{
		"unbound", "Unbound", "Unbound", unitNames("unbound.service", "unbound.service", "unbound.service", "unbound.service"),
		"answers a query on port 53", "unbound",
	},
}

// titles are what the targets are called.
var titles = map[string]string{debian12: "Debian 12", debian13: "Debian 13", ubuntu24: "Ubuntu 24.04", rhel9: "RHEL 9"}

// edition is a section of a page: a drop-in for one unit and some targets.
type edition struct {
	targets []string
	unit    string
	// tree is the tree that has the unit, origin says where it comes from.
	tree, origin string
	hardened     hardenedUnit
}

func (e *edition) title() string {
	var names []string
	for _, t := range e.targets {
		names = append(names, titles[t])
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// documentedTargets are the targets of the pages, in their order.
var documentedTargets = []string{debian12, debian13, ubuntu24, rhel9}

// editionsOf returns the sections of a page: one for each target whose unit is
// there; the others are made from Debian's unit, or from the one that the project
// itself has for Debian and Ubuntu.
func editionsOf(t *testing.T, s *documentedService) []edition {
	t.Helper()
	bookworm := sharedtest.Tree(t, "ground-truth", "units", "debian12")
	var found []edition
	borrowed := -1 // the edition for targets whose unit was not found
	for _, at := range documentedTargets {
		e := edition{targets: []string{at}, unit: s.units[at], tree: filepath.Join(absolute(t, root), "testdata/services", at)}
		switch {
		case e.unit != "" && at == debian12:
			e.tree, e.origin = bookworm, "from the unit of its package"
		case e.unit != "" && at == debian13:
			e.tree, e.origin = sharedtest.Tree(t, "ground-truth", "units", "debian13"), "from the unit of its package"
		case e.unit != "" && at == ubuntu24 && s.units[debian12] == "":
			e.targets, e.origin = []string{debian12, debian13, at}, originOf(t, e.tree, e.unit)+"; not run"
		case e.unit != "":
			e.origin = originOf(t, e.tree, e.unit) + "; not run"
		case s.units[debian12] == "":
			continue // the unit for Ubuntu stands for it
		case borrowed >= 0:
			found[borrowed].targets = append(found[borrowed].targets, at)
			continue
		default:
			e.unit, e.tree, borrowed = s.units[debian12], bookworm, len(found)
		}
		found = append(found, e)
	}
	for i := range found {
		e := &found[i]
		if i == borrowed {
			e.origin = "from the unit of Debian 12, since no public packaging repository was found to have that of " + e.title() +
				"; not run: compare it with the unit that your package has"
		}
		e.hardened = hardenUnit(t, "--root", e.tree, "--target", strings.Join(e.targets, ","), e.unit)
	}
	return found
}

// originOf reads where a unit comes from, which its first line says.
func originOf(t *testing.T, tree, unit string) string {
	t.Helper()
	name := unit
	if at := strings.Index(name, "@"); at >= 0 {
		name = name[:at+1] + filepath.Ext(name)
	}
	text, err := os.ReadFile(filepath.Join(tree, "usr/lib/systemd/system", name))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	origin, said := strings.CutPrefix(strings.TrimSuffix(first, "; comments left out."), "# From ")
	if !said {
		t.Fatalf("%s does not say where it comes from: %s", unit, first)
	}
	return "from " + origin
}

// TestServicePages keeps the pages true, where the trees of real units are.
func TestServicePages(t *testing.T) {
	lowest := lowestScores(t)
	var index strings.Builder
	index.WriteString(servicesHead)
	for i := range documentedServices {
		s := &documentedServices[i]
		editions := editionsOf(t, s)
		golden(t, "docs/services/"+s.page+".md", servicePage(t, s, editions))
		index.WriteString(s.row(t, &editions[0], lowest))
	}
	index.WriteString(servicesNotes + unprofiledServices(t))
	golden(t, "docs/services/README.md", index.String())
}

const servicesHead = `# Hardened services

A drop-in for each of these services, generated by ` + "`unitlint harden`" + ` from the unit of its package and from what is
recorded of the program. A test generates the pages anew, so that they never differ from what the program prints.

| service | exposure of its unit | *careful* | *full* | lowest | gap | proven |
| --- | --- | --- | --- | --- | --- | --- |
`

const servicesNotes = `
The figures are those of Debian 12's unit, of the project's own where Debian has none. *careful* and *full* are the
exposures with the drop-in of [each level](../hardening.md#levels). *Lowest* is the lowest score that a search found on the
running service with systemd 252 to leave it at its job, without what only a probe over the loopback device allows
(` + "`PrivateNetwork=`, `IPAddressDeny=`" + `); the gap is what *full* lies above it. A gap has its reason in the page: a protection
that the search took and no operator can do without, such as the kernel's log of a syslog daemon. Proven is *full*,
on a booted system: the page says what was asked of the service.

[Kinds of services](types.md) shows the same for sample units: a web server, a database, a worker and so on.
`

// lowestScores reads what a search on the running services found.
func lowestScores(t *testing.T) map[string]float64 {
	t.Helper()
	text, err := os.ReadFile(sharedtest.Path(t, "lab", "results", "fair.bookworm.json"))
	if err != nil {
		t.Fatal(err)
	}
	lowest := map[string]float64{}
	if err := json.Unmarshal(text, &lowest); err != nil {
		t.Fatal(err)
	}
	return lowest
}

// row is the line of a service in the table of all.
func (s *documentedService) row(t *testing.T, e *edition, lowest map[string]float64) string {
	t.Helper()
	at := func(level string) hardenedUnit {
		return hardenUnit(t, "--root", e.tree, "--target", e.targets[0], "--level", level, e.unit)
	}
	careful, full := at("careful"), at("full")
	best, gap, proven := "–", "–", "not run"
	if score, known := lowest[s.lowest]; known {
		best, gap = fmt.Sprintf("%.1f", score), fmt.Sprintf("%.1f", *full.Exposure.After-score)
	}
	if s.job != "" {
		proven = "Debian 12 and 13"
	}
	return fmt.Sprintf("| [%s](%s.md) | %s | %s | %s | %s | %s | %s |\n", s.title, s.page, shown(full.Exposure.Before),
		shown(careful.Exposure.After), shown(full.Exposure.After), best, gap, proven)
}

// unprofiledServices names the services that were measured and have no page.
func unprofiledServices(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "testdata/lab/unprofiled.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for line := range strings.Lines(string(text)) {
		if name, _, row := strings.Cut(line, "\t"); row && !strings.HasPrefix(line, "#") {
			names = append(names, name)
		}
	}
	return "\n## Measured, without a page\n\nNo profile describes these " + fmt.Sprint(len(names)) + " programs. They were measured one directive at a time " +
		"to find what *careful* may set\nfor a program that nobody has described, and stay without a profile so that they go on telling: " +
		"a page would need\na job that is asked for in full. Their rows are in [testdata/lab](../../testdata/lab/README.md).\n\n" +
		wrap(strings.Join(names, ", ")) + ".\n"
}

// wrap breaks a paragraph at blanks.
func wrap(text string) string {
	const width = 120
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
		case column+1+len(word) > width:
			b.WriteString("\n")
			column = 0
		default:
			b.WriteString(" ")
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}

// hardenedUnit is what the pages show of the JSON of harden.
type hardenedUnit struct {
	Level    string
	Exposure struct{ Before, After *float64 }
	Text     string
	Settings []struct{ Name, Value, Reason string }
	Omitted  []struct {
		Name, Value string
		Need        struct{ Kind, Argument string }
		Evidence    []struct{ Message string }
	}
}

func hardenUnit(t *testing.T, args ...string) hardenedUnit {
	t.Helper()
	var units []hardenedUnit
	out := ran(t, absolute(t, root), exitFindings, append([]string{"harden", "--format", "json"}, args...)...)
	if err := json.Unmarshal(out, &units); err != nil || len(units) != 1 {
		t.Fatalf("unitlint harden %v: %v: %d units", args, err, len(units))
	}
	return units[0]
}

func shown(exposure *float64) string {
	if exposure == nil {
		return "none"
	}
	return fmt.Sprintf("%.1f", *exposure)
}

// servicePage generates a page.
func servicePage(t *testing.T, s *documentedService, editions []edition) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\nGenerated by `unitlint harden`; see [hardening](../hardening.md) for how it is found.\n\n%s\n", s.title, wrap(s.proof()))
	b.WriteString("\n## What it is left with\n\n" + rowsHead)
	for i := range editions {
		e := &editions[i]
		fmt.Fprintf(&b, "| %s %s\n", e.title(), e.hardened.row(e.hardened.Level))
	}
	b.WriteString(rowsNote + "\n## What is known of it\n\n" + factsOf(t, s.program))
	for i := range editions {
		e := &editions[i]
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n```ini\n%s```\n", e.title(), wrap(fmt.Sprintf("Exposure %s before, %s after; %s.",
			shown(e.hardened.Exposure.Before), shown(e.hardened.Exposure.After), e.origin)), e.hardened.Text)
	}
	return b.String()
}

// proof says what was seen of the service under the drop-in.
func (s *documentedService) proof() string {
	if s.job == "" {
		return "Not run: nobody saw the service under these drop-ins. Test them before you rely on them."
	}
	return "Proven on Debian 12 with systemd 252 on 2026-11-29, with the configuration of the package, from the state before a first start and after " +
		"one: under the drop-in of level full the service " + s.job + ". The same on Debian 13 with systemd 257. Not proven: anything else that a " +
		"configuration may ask for, and the other systems."
}

// factsOf are the sections of docs/programs.md about programs: what they need, with
// the source of each fact.
func factsOf(t *testing.T, programs string) string {
	t.Helper()
	facts := "From [what is known of programs](../programs.md).\n"
	for _, program := range strings.Split(programs, ", ") {
		found := false
		for _, section := range strings.Split(programsPage(), "\n## ")[1:] {
			if head, body, _ := strings.Cut(section, "\n\n"); strings.EqualFold(head, program) {
				found, facts = true, facts+"\n"+strings.TrimRight(body, "\n")+"\n"
			}
		}
		if !found {
			t.Fatalf("docs/programs.md has no section %q", program)
		}
	}
	return facts
}
