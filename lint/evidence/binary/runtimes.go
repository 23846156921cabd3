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
	{
		Name: "Java", Libraries: []string{"libjvm.so", "libjli.so"}, Interpreters: []string{"java"},
		Packages: []string{"default-jre*", "java*-runtime*", "openjdk-*-jre*", "jre*", "java*-headless", "java-*-openjdk*"},
		Compiles: true, Surely: true,
		Why: "runs in the Java virtual machine, which compiles while it runs", Source: "the HotSpot documentation; measured with OpenJDK 17",
	},
	{
		Name: "Node.js", Libraries: []string{"libnode.so", "libv8"}, Interpreters: []string{"node", "nodejs", "deno"}, Packages: []string{"nodejs"},
		Compiles: true, Surely: true, Netlink: true,
		Why: "runs in V8, which compiles while it runs", Source: "v8.dev, jitless mode",
	},
	{
		Name: "Bun", Interpreters: []string{"bun"}, Compiles: true, Surely: true, Netlink: true,
		Why: "runs in JavaScriptCore, which compiles while it runs", Source: "bun.sh",
	},
	{
		Name: ".NET", Libraries: []string{"libcoreclr.so", "libhostfxr.so"}, Interpreters: []string{"dotnet"}, Packages: []string{"dotnet-runtime*"},
		Compiles: true, Surely: true, Netlink: true,
		Why: "runs in .NET, which compiles while it runs", Source: "learn.microsoft.com, W^X",
	},
	{
		Name: "Mono", Libraries: []string{"libmonosgen", "libmono-2.0"}, Interpreters: []string{"mono", "mono-sgen"},
		Packages: []string{"mono-runtime*", "mono-core"}, Compiles: true, Surely: true,
		Why: "runs in Mono, which compiles while it runs", Source: "mono-project.com",
	},
	{
		Name: "LuaJIT", Libraries: []string{"libluajit"}, Interpreters: []string{"luajit"}, Packages: []string{"luajit"},
		Compiles: true, Surely: true,
		Why: "is linked with LuaJIT, which compiles while it runs", Source: "luajit.org",
	},
	{
		Name: "Guile", Libraries: []string{"libguile-3"}, Interpreters: []string{"guile"}, Packages: []string{"guile-3*", "guile3*"},
		Compiles: true, Surely: true,
		Why: "is linked with Guile 3, which compiles while it runs", Source: "the manual of Guile, just-in-time compilation",
	},
	{
		Name: "SpiderMonkey", Libraries: []string{"libmozjs"}, Interpreters: []string{"gjs"}, Compiles: true,
		Why: "is linked with SpiderMonkey, which compiles while it runs", Source: "spidermonkey.dev",
	},
	{
		Name: "JavaScriptCore", Libraries: []string{"libjavascriptcoregtk", "libwebkit2gtk"}, Compiles: true, Surely: true,
		Why: "is linked with WebKit, which compiles while it runs", Source: "webkitgtk.org",
	},
	{
		Name: "LLVM", Libraries: []string{"libLLVM"}, Compiles: true,
		Why: "is linked with LLVM, which may compile while it runs", Source: "llvm.org, ORC",
	},
	{
		Name: "GraalVM", Libraries: []string{"libgraal"}, Compiles: true,
		Why: "is built with GraalVM", Source: "graalvm.org",
	},
	{
		Name: "Erlang", Interpreters: []string{"beam.smp", "erl", "escript"}, Packages: []string{"erlang-base*", "erlang-erts"},
		Compiles: true, Netlink: true,
		Why: "runs in the Erlang virtual machine, which compiles since release 24", Source: "erlang.org, BeamAsm",
	},
	{
		Name: "libffi", Libraries: []string{"libffi.so"}, Compiles: true,
		Why: "is linked with libffi, whose closures are code made while it runs", Source: "the documentation of libffi",
	},
	{
		Name: "PCRE2", Libraries: []string{"libpcre2-8.so"}, Compiles: true,
		Why: "is linked with PCRE2, which may compile patterns and goes on without", Source: "pcre2jit(3)",
	},
	{
		Name: "libnuma", Libraries: []string{"libnuma.so"}, Call: "set_mempolicy", Since: 251, Until: 252,
		Why:    "is linked with libnuma, which tries when it is loaded how memory may be placed",
		Source: "the sources of libnuma 2.0.15; measured with Debian 12, and not so with Debian 13",
	},
	{
		Name: "OpenBLAS", Libraries: []string{"libopenblas"}, Call: "mbind",
		Why: "is linked with OpenBLAS, which places its memory when it is loaded", Source: "the sources of OpenBLAS; measured with Debian 12",
	},
	{
		Name: "Qt", Libraries: []string{"libQt5Network", "libQt6Network"}, Netlink: true,
		Why: "is linked with Qt's network module, which lists the interfaces", Source: "doc.qt.io, QNetworkInterface",
	},
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
