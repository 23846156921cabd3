package merge

import (
	"fmt"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/finding"
)

// EnvironmentReplaced flags variables of a drop-in that an environment file of the
// unit sets otherwise.
var EnvironmentReplaced = rule(lint.Rule{
	ID:      "environment-replaced",
	Summary: "Variable of a drop-in that an environment file of the unit replaces",
	Doc: lint.Doc{
		Text: `What a file of EnvironmentFile= says counts before Environment=, whichever line comes
first and in whichever file it is. A drop-in that sets a variable with Environment= has
no effect where the unit's environment file sets it, too.

Files are read as far as they are in the tree. A unit that sets a default with
Environment= for its own environment file to replace is as it should be.`,
		Symptom: "The service gets the value of the file.",
		Bad: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
EnvironmentFile=-/etc/default/example
-- etc/default/example --
RATE=16
-- etc/systemd/system/example.service.d/override.conf --
[Service]
Environment=RATE=512
`,
		Good: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
EnvironmentFile=-/etc/default/example
-- etc/default/example --
RATE=512
`,
		Fix:        "Change the file, or name another one with EnvironmentFile= in the drop-in.",
		References: []string{"systemd.exec(5)"},
	},
	Check: func(p *lint.Pass) {
		for _, r := range invocation.ReplacedVariables(p.Unit) {
			if !r.Assignment.DropIn || r.File.DropIn {
				continue
			}
			p.Report(finding.Finding{
				Directive: r.Assignment.Key, Range: r.Range,
				Message: fmt.Sprintf("'%s' is not set to this: '%s' sets it, and EnvironmentFile= counts before Environment=.", r.Name, r.Path),
				Symptom: "The service gets the value of the file.",
				Related: []finding.Related{{Range: r.File.Range(), Message: "this file is read"}},
				Advice:  "Change the file, or name another one with EnvironmentFile= in the drop-in.",
			})
		}
	},
})
