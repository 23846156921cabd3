package machine

import (
	"io"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/evidence/packaged"
)

// withLibraries adds what the libraries show that come with the program: much of
// a daemon may lie there.
func (m *Machine) withLibraries(p *binary.Program, of *packaged.Package) *binary.Program {
	if p.Format != binary.ELF || p.Go != nil {
		return p
	}
	var libraries []*binary.Program
	for _, name := range p.Libraries {
		at := slices.IndexFunc(of.Files, func(file string) bool { return path.Base(file) == name })
		if at < 0 {
			continue
		}
		if library := m.read(of.Files[at]); library != nil {
			libraries = append(libraries, library)
		}
	}
	return joined(p, libraries)
}

// joined is a program with what its parts show.
func joined(p *binary.Program, parts []*binary.Program) *binary.Program {
	if len(parts) == 0 {
		return p
	}
	whole := *p
	whole.Imports, whole.Strings, whole.Libraries = slices.Clone(p.Imports), slices.Clone(p.Strings), slices.Clone(p.Libraries)
	whole.Modules = slices.Clone(p.Modules)
	for _, part := range parts {
		whole.Imports = append(whole.Imports, part.Imports...)
		whole.Strings = append(whole.Strings, part.Strings...)
		whole.Libraries = append(whole.Libraries, part.Libraries...)
		whole.Modules = append(whole.Modules, part.Modules...)
	}
	slices.Sort(whole.Imports)
	slices.Sort(whole.Strings)
	whole.Imports, whole.Strings = slices.Compact(whole.Imports), slices.Compact(whole.Strings)
	return &whole
}

// mostModules bounds the modules of a script that are read.
const mostModules = 64

// withModules adds what the modules show that come with a script, and those that
// they import in turn.
func (m *Machine) withModules(p *binary.Program, executable string, of *packaged.Package) *binary.Program {
	if p.Format != binary.Script {
		return p
	}
	var parts []*binary.Program
	seen := map[string]bool{}
	first := p.Modules
	if module := entryPoint(m.tree, p, executable, of); module != "" {
		first = append(slices.Clone(first), binary.Module{Name: module})
	}
	for pending := first; len(pending) > 0 && len(parts) < mostModules; {
		module := pending[0]
		pending = pending[1:]
		file := moduleFile(p, module, of)
		if file == "" || seen[file] {
			continue
		}
		seen[file] = true
		if part := m.readModule(file, p); part != nil {
			parts = append(parts, part)
			pending = append(slices.Clone(pending), part.Modules...)
		}
	}
	return joined(p, parts)
}

// moduleFile returns the file of the package that a module lies in, or "".
func moduleFile(p *binary.Program, module binary.Module, of *packaged.Package) string {
	for _, end := range p.ModuleFiles(module) {
		for _, file := range of.Files {
			if strings.HasSuffix(file, end) {
				return file
			}
		}
	}
	return ""
}

func (m *Machine) readModule(name string, importer *binary.Program) *binary.Program {
	return m.once(name+"\x00"+importer.Interpreter, name, func(at io.ReaderAt, size int64) (*binary.Program, error) {
		return binary.ReadModule(at, size, importer)
	})
}
