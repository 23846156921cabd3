package unitfile

import "github.com/unitlint/unitlint/lint/source"

// Logged returns the part of a fault that stands on the line that systemd names
// in its message: the last one of what backslashes join.
func (f *File) Logged(r source.Range, line int) source.Range {
	// Before 245 the number counts logical lines, which leads nowhere.
	counted := f.Options.Version != 0 && f.Options.Version < 245
	if first := r.StartPosition().Line; first >= line || counted {
		return f.Source.LineRange(first).Intersect(r)
	}
	last := f.Source.LineRange(line)
	if part := last.Intersect(r); !part.Empty() {
		return part
	}
	return last
}

// Assignments returns the assignments of all sections in the order of the text.
func (f *File) Assignments() []*Assignment {
	var all []*Assignment
	for _, s := range f.Sections {
		all = append(all, s.Assignments...)
	}
	return all
}
