package tables

import (
	"bytes"
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"
)

// The releases that the group table tells apart: one bit each, the upstream
// versions first, then the trees with back-ports.
const (
	oldest = 239
	newest = 262
)

var treeBits = map[string]int{"rhel8": newest - oldest + 1, "rhel9": newest - oldest + 2}

// syscalls writes the groups with the releases of each member, and the names
// with the libseccomp releases that resolve them.
func syscalls(b *bytes.Buffer, data fs.FS) error {
	if err := syscallGroups(b, data); err != nil {
		return err
	}
	return syscallNames(b, data)
}

func syscallGroups(b *bytes.Buffer, data fs.FS) error {
	rows, err := read(data, "syscall-groups.tsv")
	if err != nil {
		return err
	}
	groups := map[string]map[string]uint32{}
	for _, r := range rows {
		mask, err := releaseMask(r["releases"])
		if err != nil {
			return fmt.Errorf("syscall-groups.tsv: %s: %w", r["group"], err)
		}
		if groups[r["group"]] == nil {
			groups[r["group"]] = map[string]uint32{}
		}
		for _, member := range strings.Fields(r["members"]) {
			groups[r["group"]][member] |= mask
		}
	}
	names := make([]string, 0, len(groups))
	for name := range groups {
		names = append(names, name)
	}
	sort.Strings(names)
	b.WriteString("var syscallGroups = [...]syscallGroup{\n")
	for _, name := range names {
		fmt.Fprintf(b, "{%q, []groupMember{\n", name)
		members := make([]string, 0, len(groups[name]))
		for m := range groups[name] {
			members = append(members, m)
		}
		sort.Strings(members)
		for _, m := range members {
			fmt.Fprintf(b, "{%q, %#x},\n", m, groups[name][m])
		}
		b.WriteString("}},\n")
	}
	b.WriteString("}\n\n")
	return nil
}

// releaseMask reads "239-246,252,rhel8".
func releaseMask(text string) (uint32, error) {
	var mask uint32
	for _, part := range strings.Split(text, ",") {
		if bit, ok := treeBits[part]; ok {
			mask |= 1 << bit
			continue
		}
		from, to, isRange := strings.Cut(part, "-")
		first, err := strconv.Atoi(from)
		if err != nil {
			return 0, fmt.Errorf("release %q: %w", part, err)
		}
		last := first
		if isRange && to == "" {
			last = newest
		} else if isRange {
			if last, err = strconv.Atoi(to); err != nil {
				return 0, fmt.Errorf("release %q: %w", part, err)
			}
		}
		for v := first; v <= last; v++ {
			mask |= 1 << (v - oldest)
		}
	}
	return mask, nil
}

// syscallNames writes each name with a code of one character a column.
func syscallNames(b *bytes.Buffer, data fs.FS) error {
	rows, err := read(data, "syscall-names.tsv")
	if err != nil {
		return err
	}
	codes := map[string]string{}
	for _, r := range rows {
		for _, name := range strings.Fields(r["names"]) {
			codes[name] = r["code"]
		}
	}
	names := make([]string, 0, len(codes))
	for name := range codes {
		names = append(names, name)
	}
	sort.Strings(names)
	b.WriteString("var syscallNames = [...]syscallName{\n")
	for _, name := range names {
		fmt.Fprintf(b, "{%q, %q},\n", name, codes[name])
	}
	b.WriteString("}\n")
	return nil
}
