package profile

import (
	"slices"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// guarded records that who opens a device which udev gives to a group has to belong to that group, unless
// it is root. Disks are left out: many ask them for their figures alone, through sysfs.
func (s *Source) guarded(i *invocation.Invocation, device need.Need) {
	var groups []string
	for _, name := range device.Any {
		some := evidence.GuardedDevices().Groups(name)
		if some == nil || some[0] == "disk" {
			return // there is one that needs no group
		}
		for _, group := range some {
			if !slices.Contains(groups, group) {
				groups = append(groups, group)
			}
		}
	}
	n := device
	n.Kind, n.Any, n.Below = need.Membership, groups, false
	s.Add(i, n)
}
