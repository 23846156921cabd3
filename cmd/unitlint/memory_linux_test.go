package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

// toldOfHugePages is how much memory of the process, in KiB, the kernel was told to
// back with huge pages (proc_pid_smaps(5), the flag "hg").
func toldOfHugePages(t *testing.T) (total int) {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Skip("the kernel does not tell of the memory of processes")
	}
	size := 0
	for line := range strings.Lines(string(maps)) {
		switch fields := strings.Fields(line); fields[0] {
		case "Size:":
			if _, err := fmt.Sscan(fields[1], &size); err != nil {
				t.Fatal(err)
			}
		case "VmFlags:":
			if strings.Contains(line, " hg") {
				total += size
			}
		}
	}
	return total
}

// TestUseHugePages holds that the kernel is told of as much as a short run takes,
// wherever the stack comes to lie, and of nothing for other runs.
func TestUseHugePages(t *testing.T) {
	if modes, err := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled"); err != nil || strings.Contains(string(modes), "[never]") {
		t.Skip("the kernel has no huge pages")
	}
	growth := debug.SetGCPercent(-1)
	defer debug.SetGCPercent(growth)
	many := make([]string, manyArguments)
	many[1] = "score"
	before := toldOfHugePages(t)
	<-useHugePages(many)
	many[1] = "check"
	<-useHugePages(many[:manyArguments-1])
	if got := toldOfHugePages(t); got != before {
		t.Errorf("for other runs the kernel was told of %d KiB", got-before)
	}
	<-useHugePages(many)
	if got := toldOfHugePages(t); got < shortHeap>>10 {
		t.Errorf("the kernel was told of %d KiB, want %d", got, shortHeap>>10)
	}
}

// TestManyArguments holds that a run with huge pages, which the word "check" has it ask
// for, prints what it does without.
func TestManyArguments(t *testing.T) {
	directory := t.TempDir()
	files := make([]string, 0, 2*manyArguments)
	for i := range cap(files) {
		name := filepath.Join(directory, fmt.Sprintf("unit%d.service", i))
		if err := os.WriteFile(name, []byte("[Service]\nExecStart=/usr/bin/true\nNice=200\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, name)
	}
	printed := func(words ...string) string {
		command := exec.Command("unitlint", append(words, files...)...) // see TestMain
		var wrong strings.Builder
		command.Stderr = &wrong
		out, err := command.Output()
		if command.ProcessState == nil || command.ProcessState.ExitCode() != 1 || wrong.Len() > 0 {
			t.Fatalf("%v: %v: %s", words, err, wrong.String())
		}
		return string(out)
	}
	with, without := printed("check", "--format", "compact"), printed("--format", "compact")
	if with != without || strings.Count(with, "Nice=") != len(files) {
		t.Errorf("with huge pages it prints\n%s\nwithout\n%s", with, without)
	}
}
