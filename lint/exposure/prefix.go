package exposure

import (
	"net/netip"
	"strings"
)

// namedPrefixes are the words that stand for prefixes in IPAddressAllow= and
// IPAddressDeny= (systemd.resource-control(5)).
var namedPrefixes = map[string][]netip.Prefix{
	"any":        prefixes("0.0.0.0/0", "::/0"),
	"localhost":  prefixes("127.0.0.0/8", "::1/128"),
	"link-local": prefixes("169.254.0.0/16", "fe80::/64"),
	"multicast":  prefixes("224.0.0.0/4", "ff00::/8"),
}

func prefixes(texts ...string) []netip.Prefix {
	all := make([]netip.Prefix, 0, len(texts))
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

// readPrefixes decodes a list of addresses and prefixes; what systemd skips is
// left out.
func readPrefixes(text string) []netip.Prefix {
	var all []netip.Prefix
	for _, word := range strings.Fields(text) {
		if named, ok := namedPrefixes[word]; ok {
			all = append(all, named...)
			continue
		}
		if prefix, err := netip.ParsePrefix(word); err == nil {
			all = append(all, prefix.Masked())
			continue
		}
		if address, err := netip.ParseAddr(word); err == nil && address.Zone() == "" {
			all = append(all, netip.PrefixFrom(address, address.BitLen()))
		}
	}
	return all
}
