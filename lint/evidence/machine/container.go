package machine

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// runsContainers is the sign that the program runs containers: its packaged unit
// delegates control groups to it, and it can mount and make or enter namespaces. The
// sign is empty where it does not.
func (c *collector) runsContainers() need.Sign {
	can := func(calls ...string) bool {
		return slices.ContainsFunc(c.program.Binary.Calls(), func(row binary.Call) bool {
			return slices.ContainsFunc(row.Calls, func(call string) bool { return slices.Contains(calls, strings.Split(call, "|")[0]) })
		})
	}
	at := slices.IndexFunc(c.unit.All("Service", "Delegate"), func(a *unit.Assignment) bool { return a.File == c.unit.Fragment && a.Value != "no" })
	if at < 0 || !can("mount") || !can("unshare", "setns") {
		return need.Sign{}
	}
	by := c.unit.All("Service", "Delegate")[at]
	return need.Sign{Message: "'" + by.Key + "=" + by.Value + "'", Path: by.File.Source.Path, Place: by.Range()}
}

// containerCalls are the calls that containers are made with (namespaces(7)).
var containerCalls = []string{"mount", "unshare", "setns", "pivot_root"}

func isOfContainers(row binary.Call) bool {
	return slices.ContainsFunc(row.Calls, func(call string) bool { return slices.Contains(containerCalls, strings.Split(call, "|")[0]) })
}
