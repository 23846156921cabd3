package binary

import (
	"path"
	"strings"
)

// Runtime is what a program runs in or is linked with, with what that needs
// whatever the program does.
type Runtime struct {
	Name string
	// Libraries and Interpreters are beginnings of the names of libraries, and the
	// names of interpreters without their versions, of which one is enough.
	Libraries, Interpreters []string
	// Packages are patterns of path.Match for the packages that provide it, on which
	// a package depends whose scripts start it.
	Packages []string
	// Compiles tells that it makes machine code while it runs; Surely that it does
	// so whatever the program.
	Compiles, Surely bool
	// Netlink tells that it lists the network interfaces.
	Netlink bool
	// Call is a system call that it makes when it is loaded, and goes on without, or "";
	// distributions ship what does so beside systemd of the releases Since to Until, 0 for any.
	Call         string
	Since, Until int
	Why          string
	Source       string
}

// runtimes are the run-times whose needs do not depend on the program. Many
// programs that are linked with a library have never called it; where the
// compiling one goes without, the row does not say Surely.
var runtimes = []Runtime{
	{"Java", []string{"libjvm.so", "libjli.so"}, []string{"java"},
		[]string{"default-jre*", "java*-runtime*", "openjdk-*-jre*", "jre*", "java*-headless", "java-*-openjdk*"}, true, true, false, "", 0, 0,
		"runs in the Java virtual machine, which compiles while it runs", "the HotSpot documentation; measured with OpenJDK 17"},
	{"Node.js", []string{"libnode.so", "libv8"}, []string{"node", "nodejs", "deno"}, []string{"nodejs"}, true, true, true, "", 0, 0,
		"runs in V8, which compiles while it runs", "v8.dev, jitless mode"},
	{"Bun", nil, []string{"bun"}, nil, true, true, true, "", 0, 0, "runs in JavaScriptCore, which compiles while it runs", "bun.sh"},
	{".NET", []string{"libcoreclr.so", "libhostfxr.so"}, []string{"dotnet"}, []string{"dotnet-runtime*"}, true, true, true, "", 0, 0,
		"runs in .NET, which compiles while it runs", "learn.microsoft.com, W^X"},
	{"Mono", []string{"libmonosgen", "libmono-2.0"}, []string{"mono", "mono-sgen"}, []string{"mono-runtime*", "mono-core"}, true, true, false, "", 0, 0,
		"runs in Mono, which compiles while it runs", "mono-project.com"},
	{"LuaJIT", []string{"libluajit"}, []string{"luajit"}, []string{"luajit"}, true, true, false, "", 0, 0, "is linked with LuaJIT, which compiles while it runs",
		"luajit.org"},
	{"Guile", []string{"libguile-3"}, []string{"guile"}, []string{"guile-3*", "guile3*"}, true, true, false, "", 0, 0,
		"is linked with Guile 3, which compiles while it runs", "the manual of Guile, just-in-time compilation"},
	{"SpiderMonkey", []string{"libmozjs"}, []string{"gjs"}, nil, true, false, false, "", 0, 0, "is linked with SpiderMonkey, which compiles while it runs",
		"spidermonkey.dev"},
	{"JavaScriptCore", []string{"libjavascriptcoregtk", "libwebkit2gtk"}, nil, nil, true, true, false, "", 0, 0,
		"is linked with WebKit, which compiles while it runs", "webkitgtk.org"},
	{"LLVM", []string{"libLLVM"}, nil, nil, true, false, false, "", 0, 0, "is linked with LLVM, which may compile while it runs", "llvm.org, ORC"},
	{"GraalVM", []string{"libgraal"}, nil, nil, true, false, false, "", 0, 0, "is built with GraalVM", "graalvm.org"},
	{"Erlang", nil, []string{"beam.smp", "erl", "escript"}, []string{"erlang-base*", "erlang-erts"}, true, false, true, "", 0, 0,
		"runs in the Erlang virtual machine, which compiles since release 24", "erlang.org, BeamAsm"},
	{"libffi", []string{"libffi.so"}, nil, nil, true, false, false, "", 0, 0, "is linked with libffi, whose closures are code made while it runs",
		"the documentation of libffi"},
	{"PCRE2", []string{"libpcre2-8.so"}, nil, nil, true, false, false, "", 0, 0, "is linked with PCRE2, which may compile patterns and goes on without",
		"pcre2jit(3)"},
	{"libnuma", []string{"libnuma.so"}, nil, nil, false, false, false, "set_mempolicy", 251, 252,
		"is linked with libnuma, which tries when it is loaded how memory may be placed",
		"the sources of libnuma 2.0.15; measured with Debian 12, and not so with Debian 13"},
	{"OpenBLAS", []string{"libopenblas"}, nil, nil, false, false, false, "mbind", 0, 0,
		"is linked with OpenBLAS, which places its memory when it is loaded", "the sources of OpenBLAS; measured with Debian 12"},
	{"Qt", []string{"libQt5Network", "libQt6Network"}, nil, nil, false, false, true, "", 0, 0, "is linked with Qt's network module, which lists the interfaces",
		"doc.qt.io, QNetworkInterface"},
}

// Runtimes returns the run-times that a program is linked with or run by, or, for
// a shell script, those that its package depends on.
func (p *Program) Runtimes(executable string, depends []string) []Runtime {
	interpreter := strings.TrimRight(path.Base(executable), "0123456789.-")
	if p.Format == Script {
		interpreter = p.Language()
	}
	if languageOf(p) != nil || p.Format == ELF {
		depends = nil
	}
	var found []Runtime
	for _, r := range runtimes {
		if r.has(p.Libraries, interpreter) || r.isDependency(depends) {
			found = append(found, r)
		}
	}
	return found
}

// isDependency tells whether one of the packages provides the run-time.
func (r *Runtime) isDependency(packages []string) bool {
	for _, pattern := range r.Packages {
		for _, name := range packages {
			if matches, err := path.Match(pattern, name); err == nil && matches {
				return true
			}
		}
	}
	return false
}

func (r *Runtime) has(libraries []string, interpreter string) bool {
	for _, name := range r.Interpreters {
		if name == interpreter {
			return true
		}
	}
	for _, prefix := range r.Libraries {
		for _, library := range libraries {
			if strings.HasPrefix(library, prefix) {
				return true
			}
		}
	}
	return false
}

// The releases of Go, by their second number, whose programs raise the limit of
// open files when they start (the release notes of Go 1.19; measured with the
// programs of Debian 12).
const (
	firstRaisingLimit = 19
	lastRaisingLimit  = 23
)

// RaisesLimit tells that the run-time of Go raises the limit of open files when
// the program starts.
func (g *Go) RaisesLimit() bool { return g.Minor >= firstRaisingLimit && g.Minor <= lastRaisingLimit }
