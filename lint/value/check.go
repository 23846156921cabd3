package value

import "github.com/unitlint/unitlint/lint/catalog"

// grammar judges the value that a verdict holds.
type grammar func(*verdict)

// grammars holds the grammar of each kind.
var grammars = map[catalog.Kind]grammar{
	"exec":                  func(v *verdict) { v.exec() },
	"capability-set":        func(v *verdict) { v.capabilities() },
	"address-families":      func(v *verdict) { v.addressFamilies() },
	"namespace-flags":       func(v *verdict) { v.namespaceFlags() },
	"directories":           func(v *verdict) { v.directories() },
	"bind-paths":            func(v *verdict) { v.bindPaths() },
	"temporary-filesystems": func(v *verdict) { v.temporaryFileSystem() },
	"environment":           func(v *verdict) { v.environment() },
	"device-allow":          func(v *verdict) { v.deviceAllow() },
}

// Check judges the value of a directive as the context's release would: what
// is wrong with it, where, and what systemd makes of it.
func Check(d *catalog.Directive, text string, ctx Context) Result {
	judge, ok := grammars[d.Kind]
	if !ok {
		return Result{}
	}
	v := newVerdict(text, ctx, d.Specifiers)
	v.directive = d
	judge(v)
	return v.result
}
