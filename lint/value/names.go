package value

import "github.com/unitlint/unitlint/lint/catalog"

func capabilityNames() []string { return nil }

func familyNames() []string { return nil }

func errnoNames() []string { return nil }

func knownErrno(string, catalog.Release, bool) bool { return true }

func knownGroup(string, catalog.Release) bool { return true }

func groupNames(catalog.Release) []string { return nil }

func knownCall(string, catalog.Release) bool { return true }

func callNames(catalog.Release) []string { return nil }

func suggest(string, []string) string { return "" }
