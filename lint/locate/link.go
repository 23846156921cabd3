package locate

import (
	"io/fs"
	"path"
	"strings"
)

// maxLinkText is the longest text of a link, PATH_MAX without its end.
const maxLinkText = 4095

// link returns what the link at a path without links says, or "" where there
// is none. Checkouts without symbolic links (git's core.symlinks=false, as on
// Windows, and some archives) hold the text of a link as a plain file; these
// stand-ins are links here, so that a tree reads the same everywhere. The
// machine's own root is no checkout.
func (t *Tree) link(name string) (said string, err error) {
	n := t.node(name)
	return n.said, n.err
}

// readLink tells what an entry says as a link.
func (t *Tree) readLink(n *node, name string) (said string, err error) {
	switch {
	case n.info.Mode()&fs.ModeSymlink != 0:
		said, err = t.files.ReadLink(name)
		if err != nil {
			return "", cause(err)
		}
		return said, nil
	case t.standIns && n.info.Mode().IsRegular() && n.info.Size() > 0 && n.info.Size() <= maxLinkText && mayStandIn(path.Base(name)):
		content, err := t.content(n, name)
		if err != nil || !isStandIn(string(content)) {
			return "", nil //nolint:nilerr // a plain file that cannot be read is no link
		}
		return string(content), nil
	default:
		return "", nil
	}
}

// mayBeLink tells whether an entry of a directory could be a link of a unit.
func (t *Tree) mayBeLink(kind fs.FileMode, name string) bool {
	return (kind&fs.ModeSymlink != 0 || t.standIns && !kind.IsDir()) && mayStandIn(name)
}

// mayStandIn tells whether an entry of this name could be a link of a unit.
func mayStandIn(name string) bool {
	return ValidName(name) || isConf(name) || dropInDirectory(name)
}

// isStandIn tells whether a text is the path of a unit, a drop-in or /dev/null
// and nothing else: not even the line end that a text file has.
func isStandIn(text string) bool {
	if text == "/"+nullDevice {
		return true
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r == '=' || r == '[' || r == 0x7f }) {
		return false
	}
	return mayStandIn(path.Base(text))
}
