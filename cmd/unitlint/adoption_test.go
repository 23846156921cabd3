package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/unitlint/unitlint/lint/report"
)

// decode reads a YAML file of the project.
func decode(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// The hook is called for units, drop-ins and their templates, and not for what
// unitlint would refuse.
func TestHookPattern(t *testing.T) {
	var hooks []struct{ ID, Entry, Language, Files string }
	decode(t, ".pre-commit-hooks.yaml", &hooks)
	if len(hooks) == 0 {
		t.Fatal("there is no hook")
	}
	for _, hook := range hooks {
		if hook.Entry != "unitlint check" {
			t.Errorf("%s calls %s", hook.ID, hook.Entry)
		}
		pattern, err := regexp.Compile(hook.Files)
		if err != nil {
			t.Fatalf("%s: %v", hook.ID, err)
		}
		for name, want := range map[string]bool{
			"foo.service": true, "debian/foo@.service": true, "debian/pkg.foo.socket": true, "units/dev-sda.swap": true,
			"foo.service.d/10-x.conf": true, "etc/systemd/system/foo-.service.d/x.conf": true, "service.d/x.conf": true,
			"units/foo.service.in": true, "templates/foo.timer.j2": true, "foo.service.d/x.conf.erb": true, "a/foo.path.template": true,
			"tmpfiles.d/foo.conf": false, "sysusers.d/foo.conf": false, "modprobe.d/foo.conf": false, "sysctl.d/service.conf": false,
			"service": false, "src/path": false, "foo.service.bak": false, "foo.service.d/README": false, "foo.conf": false, "foo.services": false,
		} {
			if got := pattern.MatchString(name); got != want {
				t.Errorf("%s: %s matches: %t", hook.ID, name, got)
			}
		}
	}
}

// actionFile is what the tests ask of action.yml.
type actionFile struct {
	Inputs  map[string]struct{ Description, Default string }
	Outputs map[string]struct{ Value string }
	Runs    struct {
		Using string
		Steps []actionStep
	}
}

type actionStep struct {
	ID, Name, Uses, Shell, Run, If string
	Env, With                      map[string]string
}

var pinned = regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40}$`)

func TestActionIsComplete(t *testing.T) {
	var action actionFile
	decode(t, "action.yml", &action)
	text, err := os.ReadFile(filepath.Join(root, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	for name, input := range action.Inputs {
		if input.Description == "" {
			t.Errorf("the input %s is not described", name)
		}
		if !bytes.Contains(text, []byte("inputs."+name+" ")) {
			t.Errorf("the input %s is not used", name)
		}
	}
	for _, used := range regexp.MustCompile(`inputs\.([a-z-]+)`).FindAllSubmatch(text, -1) {
		if _, known := action.Inputs[string(used[1])]; !known {
			t.Errorf("there is no input %s", used[1])
		}
	}
	ids := map[string]bool{}
	for _, step := range action.Runs.Steps {
		ids[step.ID] = true
		switch {
		case step.Uses != "":
			if !pinned.MatchString(step.Uses) {
				t.Errorf("%s is not pinned to a commit", step.Uses)
			}
		case step.Shell == "":
			t.Errorf("the step %q has no shell", step.Name)
		case strings.Contains(step.Run, "${{"):
			t.Errorf("the step %q lets an expression into its script: hand it over in the environment", step.Name)
		}
	}
	for _, used := range regexp.MustCompile(`steps\.([a-z]+)\.`).FindAllSubmatch(text, -1) {
		if !ids[string(used[1])] {
			t.Errorf("there is no step %s", used[1])
		}
	}
}

// runStep runs the script of a step of the action, and returns its exit status
// and what it hands on.
func runStep(t *testing.T, dir, name string, environment map[string]string) (status string, outputs map[string]string) {
	t.Helper()
	var action actionFile
	decode(t, "action.yml", &action)
	at := slices.IndexFunc(action.Runs.Steps, func(s actionStep) bool { return s.Name == name })
	if at < 0 {
		t.Fatalf("there is no step %q", name)
	}
	step := action.Runs.Steps[at]
	handed := filepath.Join(t.TempDir(), "output")
	script := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run)
	script.Dir = dir
	script.Env = append(os.Environ(), "GITHUB_OUTPUT="+handed)
	for variable, expression := range step.Env {
		value, given := environment[variable]
		if input, isInput := strings.CutPrefix(expression, "${{ inputs."); !given && isInput {
			value = action.Inputs[strings.TrimSuffix(input, " }}")].Default
		}
		script.Env = append(script.Env, variable+"="+value)
	}
	if temporary := environment["RUNNER_TEMP"]; temporary != "" {
		script.Env = append(script.Env, "RUNNER_TEMP="+temporary)
	}
	out, err := script.CombinedOutput()
	t.Logf("%s: %s", name, out)
	status = "0"
	if err != nil {
		status = exitStatus(err)
	}
	outputs = map[string]string{}
	text, _ := os.ReadFile(handed)
	for line := range strings.Lines(string(text)) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		outputs[key] = value
	}
	return status, outputs
}

// The action's scripts, run as the runner does: findings fail the job after
// the report was handed on, and no input is read as a command.
func TestActionScripts(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("bash is not installed")
	}
	dir, temporary := t.TempDir(), t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// The test binary is unitlint where it is called so.
	if err := os.Mkdir(filepath.Join(temporary, "unitlint"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(temporary, "unitlint", "unitlint")); err != nil {
		t.Skip(err)
	}
	for name, text := range map[string]string{
		"bad.service":       "[Service]\nType=oneshot\nExecStart=/usr/bin/x\nRestart=always\n",
		"more/good.service": "[Unit]\nDescription=x\n\n[Service]\nExecStart=/usr/bin/x\n",
		"none/README":       "",
		"root/usr/lib/systemd/system/bad.service": "[Service]\nType=oneshot\nExecStart=/usr/bin/x\nRestart=always\n",
		"clean/usr/lib/systemd/system/a.service":  "[Service]\nExecStart=/usr/bin/x\n",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	report := map[string]string{"status": "1", "sarif": "unitlint.sarif"}
	for _, test := range []struct {
		name   string
		inputs map[string]string
		want   map[string]string
		judged string
	}{
		{"findings", map[string]string{"UNITLINT_PATHS": "bad.service"}, report, "1"},
		{"everything", nil, report, "1"},
		{"several lines", map[string]string{"UNITLINT_PATHS": "more\nbad.service\n"}, report, "1"},
		{"arguments", map[string]string{"UNITLINT_PATHS": "bad.service", "UNITLINT_ARGS": "--ignore\noneshot-restart"}, map[string]string{"status": "0", "sarif": "unitlint.sarif"}, "0"},
		{"no findings", map[string]string{"UNITLINT_PATHS": "more"}, map[string]string{"status": "0", "sarif": "unitlint.sarif"}, "0"},
		{"no report", map[string]string{"UNITLINT_PATHS": "bad.service", "UNITLINT_SARIF": ""}, map[string]string{"status": "1"}, "1"},
		{"nothing to check", map[string]string{"UNITLINT_PATHS": "none"}, map[string]string{"status": "2"}, "2"},
		{"broken arguments", map[string]string{"UNITLINT_ARGS": "--frobnicate"}, map[string]string{"status": "2"}, "2"},
		{"a root", map[string]string{"UNITLINT_ROOT": "root"}, report, "1"},
		{"a clean root", map[string]string{"UNITLINT_ROOT": "clean"}, map[string]string{"status": "0", "sarif": "unitlint.sarif"}, "0"},
		{"a command for a path", map[string]string{"UNITLINT_PATHS": "$(touch pwned);`touch pwned`"}, map[string]string{"status": "2", "sarif": "unitlint.sarif"}, "2"},
		{"an option for a path", map[string]string{"UNITLINT_PATHS": "--exit-zero"}, map[string]string{"status": "2", "sarif": "unitlint.sarif"}, "2"},
		{"a line for a report", map[string]string{"UNITLINT_PATHS": "more", "UNITLINT_SARIF": "a\nstatus=9"}, map[string]string{"status": "0", "sarif": "astatus=9"}, "0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			inputs := map[string]string{"RUNNER_TEMP": temporary}
			for name, value := range test.inputs {
				inputs[name] = value
			}
			status, outputs := runStep(t, dir, "Lint", inputs)
			if status != "0" {
				t.Errorf("the step ends with %s", status)
			}
			if diff := cmp.Diff(test.want, outputs); diff != "" {
				t.Errorf("outputs (-want +got):\n%s", diff)
			}
			if judged, _ := runStep(t, dir, "Judge", map[string]string{"STATUS": outputs["status"]}); judged != test.judged {
				t.Errorf("the job ends with %s, expected %s", judged, test.judged)
			}
		})
	}
	for status, want := range map[string]string{"0": "0", "1": "0", "2": "2"} {
		if got, _ := runStep(t, dir, "Judge", map[string]string{"STATUS": status, "UNITLINT_EXIT_ZERO": "true"}); got != want {
			t.Errorf("with exit-zero the job ends with %s for %s, expected %s", got, status, want)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "pwned")); err == nil {
		t.Error("an input was read as a command")
	}
}

// The examples name inputs that the action has, flags that there are, and the
// files that they write.
func TestExamples(t *testing.T) {
	var action actionFile
	decode(t, "action.yml", &action)
	for _, name := range []string{"docs/ci/code-scanning.yml", "docs/ci/packaging.yml"} {
		var workflow struct {
			Jobs map[string]struct{ Steps []actionStep }
		}
		decode(t, name, &workflow)
		used := false
		for _, job := range workflow.Jobs {
			for _, step := range job.Steps {
				if !strings.HasPrefix(step.Uses, "unitlint/unitlint@") {
					continue
				}
				used = true
				for input := range step.With {
					if _, known := action.Inputs[input]; !known {
						t.Errorf("%s: the action has no input %s", name, input)
					}
				}
			}
		}
		if !used {
			t.Errorf("%s does not use the action", name)
		}
	}
	var pipeline map[string]struct {
		Image     string
		Script    []string
		Artifacts struct {
			When    string
			Reports map[string]string
		}
	}
	decode(t, "docs/ci/gitlab-ci.yml", &pipeline)
	for name, job := range pipeline {
		commands := strings.Join(job.Script, "\n")
		if job.Image == "" || !strings.Contains(commands, "--report gitlab="+job.Artifacts.Reports["codequality"]) || job.Artifacts.When != "always" {
			t.Errorf("the job %s does not keep the report that it writes: %+v", name, job)
		}
	}
	if !slices.Contains(report.Formats(), "gitlab") {
		t.Error("there is no format gitlab")
	}
}

// What releases and images are made of is there.
func TestPackaging(t *testing.T) {
	var release struct {
		Before struct{ Hooks []string }
		NFPMs  []struct {
			Formats  []string
			Contents []struct{ Src, Dst string }
		} `yaml:"nfpms"`
	}
	decode(t, ".goreleaser.yaml", &release)
	made := strings.Join(release.Before.Hooks, "\n")
	for _, pkg := range release.NFPMs {
		for _, content := range pkg.Contents {
			if _, err := os.Stat(filepath.Join(root, content.Src)); err != nil && !strings.Contains(made, "> "+content.Src+`"`) && !strings.Contains(made, "> "+content.Src+"\n") {
				t.Errorf("the package holds %s, which nothing makes", content.Src)
			}
		}
	}
	for _, hook := range release.Before.Hooks {
		if _, arguments, found := strings.Cut(hook, "./cmd/unitlint "); found {
			arguments, _, _ = strings.Cut(arguments, " >")
			if out := demo(t, strings.Fields(arguments)...); out == "" {
				t.Errorf("unitlint %s prints nothing", arguments)
			}
		}
	}
	text, err := os.ReadFile(filepath.Join(root, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		instruction, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		words := strings.Fields(rest)
		switch instruction {
		case "FROM":
			if words[0] != "scratch" && !strings.Contains(words[0], ":") {
				t.Errorf("%s has no version", words[0])
			}
		case "COPY":
			for _, source := range words[:len(words)-1] {
				if _, err := os.Stat(filepath.Join(root, source)); err != nil && !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, "--from=") }) {
					t.Errorf("the image copies %s, which is not there", source)
				}
			}
		case "USER":
			if strings.HasPrefix(rest, "0") || strings.HasPrefix(rest, "root") {
				t.Error("the image runs as root")
			}
		case "ENTRYPOINT", "CMD":
			if !strings.HasPrefix(rest, "[") {
				t.Errorf("%s needs a shell, which the image has not", instruction)
			}
		}
	}
}
