package host

import "path"

// standardLinks are symbolic links that every current system has: the merged
// /usr (file-hierarchy(7)) and the old places of /run. A root tree that is
// only a collection of packages often shows /lib as a directory, so only a
// complete tree can deny them.
var standardLinks = map[string]string{
	"/bin":      "/usr/bin",
	"/sbin":     "/usr/sbin",
	"/lib":      "/usr/lib",
	"/lib32":    "/usr/lib32",
	"/lib64":    "/usr/lib64",
	"/libx32":   "/usr/libx32",
	"/var/run":  "/run",
	"/var/lock": "/run/lock",
	"/dev/log":  "/run/systemd/journal/dev-log",
}

// longestChain bounds the links that one path may lead through, as the kernel
// does (path_resolution(7)).
const longestChain = 40

// resolution is where links lead from a path, and which.
type resolution struct {
	name  string
	links []string
}

// Resolve follows every symbolic link in an absolute path as far as links are
// known.
func (h *Host) Resolve(name string) string {
	resolved, _ := h.ResolveBy(name)
	return resolved
}

// ResolveBy is Resolve, with the links that were followed.
func (h *Host) ResolveBy(name string) (resolved string, links []string) {
	r, known := h.resolved.of(name)
	switch {
	case known:
		return r.name, r.links
	case TooDeep(name):
		if clean := path.Clean(name); clean != name {
			return h.ResolveBy(clean)
		}
		return name, nil
	}
	r = h.resolve(path.Clean(name))
	h.resolved.keep(name, r)
	return r.name, r.links
}

func (h *Host) resolve(name string) resolution {
	r := resolution{name: name}
	if above := Parent(name); above != "/" && path.IsAbs(name) {
		if _, links := h.ResolveBy(above); len(links) == 0 { // else it may be that no end of the links was found
			if _, ok := h.Link(name); !ok {
				return r
			}
		}
	}
	follow := func(name string) (string, bool) {
		target, ok := h.Link(name)
		if ok {
			r.links = append(r.links, name)
		}
		return target, ok
	}
	for range longestChain {
		next, ok := FollowFirst(r.name, follow)
		if !ok {
			break
		}
		r.name = next
	}
	return r
}

// FollowFirst replaces the first part of an absolute path that link takes for a
// symbolic link; ok is false where there is none.
func FollowFirst(name string, link func(string) (target string, ok bool)) (next string, ok bool) {
	for end := 1; end <= len(name); end++ {
		if end != len(name) && name[end] != '/' {
			continue
		}
		target, ok := link(name[:end])
		if !ok {
			continue
		}
		if !path.IsAbs(target) {
			target = path.Join(path.Dir(name[:end]), target)
		}
		return path.Join(target, name[end:]), true
	}
	return name, false
}

// Link returns where a path points if it is a known symbolic link.
func (h *Host) Link(name string) (string, bool) {
	if h.tree != nil {
		if file := h.look(name); file.isLink {
			return file.target, true
		}
		if h.complete {
			return "", false
		}
	}
	target, ok := standardLinks[name]
	return target, ok
}
