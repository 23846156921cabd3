package exposure

import "strings"

// lists are the settings that take words from a service, by the kinds of the checks
// that ask for some of the words.
var lists = map[kind]string{
	"capability": "CapabilityBoundingSet", "namespace": "RestrictNamespaces", "address-family": "RestrictAddressFamilies",
	"system-call-group": "SystemCallFilter", "system-call-group-halved": "SystemCallFilter",
}

// takenFamilies are the words for groups of address families in the checks, as
// RestrictAddressFamilies= takes them: "OTHER" is what no other check asks for.
var takenFamilies = map[string]string{
	"AF_INET_INET6": "~AF_INET AF_INET6",
	"OTHER":         "AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_PACKET",
}

// taken is the line that takes from a service what a check looks at and nothing
// else, or "" where it looks at the value of a setting.
func (c *check) taken() string {
	list := lists[c.kind]
	if list == "" {
		return ""
	}
	words := strings.Join(c.arguments, " ")
	if group := takenFamilies[words]; group != "" {
		return list + "=" + group
	}
	return list + "=~" + words
}
