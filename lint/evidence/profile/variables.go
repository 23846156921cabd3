package profile

import (
	"slices"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/unit"
)

// runtimeVariables are variables that one run-time reads, or what starts it, and nothing else, by the profile of
// that (the documentation of .NET and ASP.NET Core, environment variables; of the JDK, java; of Node.js, cli;
// of Express and npm, NODE_ENV).
var runtimeVariables = []struct {
	profile   string
	variables []string
}{
	{"dotnet", []string{
		"DOTNET_ROOT", "DOTNET_ENVIRONMENT", "DOTNET_BUNDLE_EXTRACT_BASE_DIR", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "DOTNET_GCHeapHardLimit",
		"DOTNET_gcServer", "DOTNET_EnableDiagnostics", "COMPlus_EnableDiagnostics", "DOTNET_PRINT_TELEMETRY_MESSAGE", "DOTNET_CLI_TELEMETRY_OPTOUT",
		"ASPNETCORE_ENVIRONMENT", "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_CONTENTROOT",
	}},
	{"java", []string{"JAVA_HOME", "JAVA_OPTS", "JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"}},
	{"node", []string{"NODE_ENV", "NODE_OPTIONS", "NODE_EXTRA_CA_CERTS", "NODE_TLS_REJECT_UNAUTHORIZED", "UV_THREADPOOL_SIZE"}},
}

// byVariables returns what is known of a service's program of which no more is known than the variables that
// the unit sets for it: they tell what it runs inside of.
func (s *Source) byVariables(i *invocation.Invocation) subject {
	if s.context == nil || len(s.context.Variables) == 0 || i.Line.Phase != unit.Start || i.IsShell() || i.IsTool() || i.Interprets() {
		return subject{}
	}
	isSet := func(name string) bool { // files of variables are shared by many programs
		v, set := s.context.Variables[name]
		return set && v.Assignment != nil && v.Assignment.Key == "Environment"
	}
	for _, row := range runtimeVariables {
		at := slices.IndexFunc(row.variables, isSet)
		if at < 0 {
			continue
		}
		if p := s.library.Lookup(row.profile); p != nil {
			return subject{profile: p.part, title: i.Name(), name: i.Name(), shown: row.variables[at], partial: true}
		}
	}
	return subject{}
}
