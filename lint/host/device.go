package host

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/locate"
)

// deviceRules are what rules of udev in a tree say of who may open devices.
type deviceRules struct {
	// owners are the users and groups that devices are given to.
	owners map[string]bool
	// open tells that the administrator opens some to everybody.
	open bool
}

// OpensDevices tells that rules of udev in the tree give devices to one of some users and groups,
// or that a rule of the administrator opens some to everybody: which those are is not asked.
func (h *Host) OpensDevices(to ...string) bool {
	if h.devices == nil {
		return false
	}
	rules := h.devices()
	return rules.open || slices.ContainsFunc(to, func(name string) bool { return rules.owners[name] })
}

// ruleRoots are where the rules of udev lie (udev(7)).
var ruleRoots = []string{"etc", "run", "usr/local/lib", "usr/lib", "lib"}

var (
	deviceOwner = regexp.MustCompile(`\b(?:GROUP|OWNER)\s*:?=\s*"([^"]+)"`)
	openDevice  = regexp.MustCompile(`\bMODE\s*:?=\s*"0?[0-7]{2}[67]"`)
)

func readDeviceRules(tree *locate.Tree) *deviceRules {
	found := &deviceRules{owners: map[string]bool{}}
	for _, root := range ruleRoots {
		directory := path.Join(root, "udev/rules.d")
		entries, err := tree.ReadDir(directory)
		if err != nil {
			continue
		}
		for _, entry := range entries {
			if path.Ext(entry.Name()) != ".rules" {
				continue
			}
			file, err := tree.Source(path.Join(directory, entry.Name()))
			if err != nil {
				continue
			}
			for line := range strings.Lines(file.Content()) {
				if strings.HasPrefix(strings.TrimSpace(line), "#") {
					continue
				}
				for _, match := range deviceOwner.FindAllStringSubmatch(line, -1) {
					found.owners[match[1]] = true
				}
				found.open = found.open || root == "etc" && openDevice.MatchString(line)
			}
		}
	}
	return found
}
