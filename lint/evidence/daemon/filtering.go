package daemon

import (
	"slices"
	"strings"
)

// filterTools are the programs that work on the packet filter, by the words for them in the configuration of others.
var filterTools = map[string]string{"ufw": "ufw", "iptables": "iptables", "ip6tables": "ip6tables", "nftables": "nft", "nft": "nft", "ipset": "ipset"}

// longestTool is the length of the longest of these words in quotes and brackets, with blanks about it.
const longestTool = len(`[ "ip6tables" ]`)

// choosingKeys are the last words of keys by which a program is told what it works with, filteringWords words of
// their names or sections that say that it keeps hosts out.
var (
	choosingKeys   = []string{"backend", "action", "method", "provider", "driver", "engine", "tool", "firewall", "blocker"}
	filteringWords = []string{"block", "blocks", "blocking", "blocker", "ban", "bans", "banning", "firewall"}
)

// switchKeys are keys that switch off what their section is about, and idleKeys those by which a program only tells
// what it would do.
var (
	switchKeys = []string{"enabled", "enable", "active"}
	idleKeys   = []string{"dry_run", "dry-run", "dryrun", "simulate", "test_mode"}
)

// FilterTools returns the statements by which a program is told with which tool it works on the packet filter, each
// with the tool as its value.
func (c *Configuration) FilterTools() []Setting {
	if c.known != nil {
		return nil // its documentation says what it does
	}
	var found []Setting
	for at := range c.statements {
		if len(c.statements[at].Value) > longestTool || len(c.statements[at].Value) < len("nft") {
			continue
		}
		s := c.statements[at]
		tool := filterTools[strings.ToLower(strings.Trim(s.Value, ` "'[]`))]
		if tool == "" || !endsIn(s.Key, choosingKeys) || !hasWord(s.Section+"."+s.Key, filteringWords) || c.idles(s.Section) {
			continue
		}
		s.Value = tool
		if found = append(found, s); len(found) == mostSettings {
			break
		}
	}
	return found
}

// idles tells that what a section is about is switched off, or only told.
func (c *Configuration) idles(section string) bool {
	return slices.ContainsFunc(c.statements, func(s Setting) bool {
		isOn := slices.Contains(switchedOn, strings.ToLower(s.Value))
		return s.Section == section && !isOn && slices.Contains(switchKeys, s.Key) || isOn && slices.Contains(idleKeys, s.Key)
	})
}
