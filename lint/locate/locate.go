// Package locate turns arguments into unit identities: a name, its fragment
// and the ordered drop-ins, for root trees (systemd's search path) and for
// packaging trees. It reads directories and links, never outside of its tree.
package locate

// Scope is the manager that a unit belongs to.
type Scope string

// The two managers.
const (
	System Scope = "system"
	User   Scope = "user"
)

// State is systemd's load state as far as files decide it.
type State string

// The load states.
const (
	Loaded     State = "loaded"
	Masked     State = "masked"
	NotFound   State = "not-found"
	BadSetting State = "bad-setting" // decided by package unit
	Error      State = "error"
)

// Identity is one unit: which files make it up, in which order.
type Identity struct {
	Name  string // as asked for, instance filled in
	Scope Scope
	State State
	// ID is the unit's own name: its fragment's, with the instance.
	ID    string
	Names []string // ID first, then the aliases, sorted
	// Fragment is empty where there is none. Paths are relative to the tree,
	// with forward slashes.
	Fragment string
	// DropIns in the order of merging.
	DropIns []string
	// Shadowed are drop-ins and fragments of lower priority that lose to
	// another file of the same name.
	Shadowed []Shadowed
	// Wants, Requires and Upholds are the names of the links in the .wants,
	// .requires and .upholds directories.
	Wants, Requires, Upholds []DependencyLink
	// Tree holds the files.
	Tree *Tree
	// Err tells why the State is Error or NotFound where a file is to blame, and
	// ErrPath which one.
	Err     error
	ErrPath string
	// Unread tell which directories of drop-ins cannot be listed, and which entries
	// of them are no files.
	Unread []error
	// Ignored are the links with one of the unit's names that systemd takes for
	// nothing.
	Ignored []IgnoredLink
	// Strays are files that were probably meant for the unit and are never read.
	Strays []Stray
	// Packaging tells that the unit was found in a packaging tree, where the
	// rest of the system is unknown.
	Packaging bool
	// FragmentUnknown tells that only drop-ins were given and their unit is not
	// in the tree: nothing that depends on the unit may be claimed.
	FragmentUnknown bool

	// search is the search path of a packaging tree, nil for the manager's own.
	search []string
	// file is the fragment where a packaging tree gives it another name than
	// the unit's.
	file string
}

// Shadowed is a file that is not read because another of the same name wins.
type Shadowed struct {
	Path string
	By   string
}

// DependencyLink is an entry of a .wants, .requires or .upholds directory.
type DependencyLink struct {
	Unit string
	Path string
	// Target is what the link says. Only the link's own name counts.
	Target string
	// NotLink tells that the entry is no link: systemd passes over it.
	NotLink bool
	// Masked tells that the entry is empty or links to /dev/null: it hides the
	// entries of its name in directories of lower priority.
	Masked bool
}

// Place returns the path, as reports show it, of the file that stands for the
// unit: its fragment, else the file that is to blame for having none, else its
// first drop-in.
func (i Identity) Place() string {
	place := i.Fragment
	if place == "" {
		place = i.ErrPath
	}
	if place == "" && len(i.Ignored) > 0 {
		place = i.Ignored[0].Path
	}
	if place == "" && len(i.DropIns) > 0 {
		place = i.DropIns[0]
	}
	if place == "" && len(i.Strays) > 0 {
		place = i.Strays[0].Path
	}
	if i.Tree == nil {
		return place
	}
	return i.Tree.Display(place)
}
