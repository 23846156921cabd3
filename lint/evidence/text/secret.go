package text

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/need"
)

// secretPlaces are where tools that keep secrets put them in clear, for root alone unless they are told
// of another owner (the documentation of sops-nix, agenix, NixOps and Docker).
var secretPlaces = []string{"/run/secrets/", "/run/secrets.d/", "/run/agenix/", "/run/keys/"}

// secrets records what a line is given of a secret, which its owner alone may read, be it that a shell
// puts the output of cat into a variable.
func (r *collector) secrets() {
	for _, i := range r.Invocations {
		if !i.Starts() {
			continue
		}
		for _, w := range i.Arguments {
			_, content, assigned := strings.Cut(w.Text, "=")
			if !assigned {
				content = w.Text
			}
			if !w.Known || !slices.ContainsFunc(secretPlaces, func(place string) bool { return strings.HasPrefix(content, place) }) {
				continue
			}
			r.Put(need.Need{
				Kind: need.PrivateFile, Any: []string{path.Clean(content)}, Line: i.Line, Certainty: need.Likely, Consequence: need.JobFails,
				Why:      "reads the secret " + path.Clean(content),
				Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place, Source: "the documentation of sops-nix, agenix and NixOps (owner and mode)"},
			})
		}
	}
}
