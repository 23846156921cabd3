package need

// Conditions are what must hold of a unit's grants for a need to arise, or for a
// refusal of it to count. A need says them and never looks: package match does.
type Conditions struct {
	// Starts restricts it to how the process starts.
	Starts Start
	// Packets says which filters of packets count as a refusal.
	Packets Packets
	// Elsewhere restricts it to refusals by other files than the packaged unit's
	// own: who wrote the unit knew the program.
	Elsewhere bool
	// Gained tells of a capability that a program which the service runs has by its file, be
	// it the set-user-ID bit or file capabilities: the bounding set alone may refuse it. Of
	// privileges that are gained it tells that they are such a capability or a group: who runs the
	// program does not become another user by it. Of a path it tells that such a program writes it,
	// so that it may belong to others than the service.
	Gained bool
	// Within tells of a capability that it counts in namespaces which the program makes itself, so
	// that a user namespace of the unit's own leaves it (user_namespaces(7)).
	Within bool
	// ToldAlone belongs to Told.
	ToldAlone bool
	// Bounding restricts it to units whose bounding set leaves one of these
	// capabilities, which shows what they are meant to do.
	Bounding []string
	// Unless are directives that, set in another file than the packaged unit's
	// own, show that the need was thought of.
	Unless []string
	// SoftLimits restricts it to units in which one of these limits is lower at
	// first than it may be raised to.
	SoftLimits []string
	// Since and Until are the first and the last release of systemd beside which
	// distributions ship a program that does so, or 0.
	Since, Until int
	// OfSystemd tells that the program is released with systemd, so that Since and Until are of the
	// program itself: where nobody named the release, it may be another one.
	OfSystemd bool
	// Asked restricts it to programs whose own configuration has one of these words:
	// where that was read and has none, the program does not try.
	Asked []string
	// Told are words of the program's own configuration: where it was read and has one, the
	// program does this for sure. ToldAlone tells that it does so nowhere else.
	Told []string
	// Denied are words of the program's own configuration: where it was read and has one, the
	// program does not do this.
	Denied []string
}

// Start is as whom a process starts.
type Start uint8

// The ways to start.
const (
	AsAnyone       Start = iota
	AsRoot               // as root for sure
	AsUser               // as another user than root for sure
	AsStranger           // as a user to whom nothing belongs: nobody, or one made for the service
	AsDynamic            // as a user who is made for the service when it starts (systemd.exec(5), "DynamicUser=")
	PackagedAsRoot       // as the program's package has it start as root, in the unit that is at hand
)

// Packets says which filters of packets count.
type Packets uint8

// The filters of packets that count.
const (
	AnyPacketFilter   Packets = iota
	WithoutExceptions         // only one beside which the unit names no address that may pass
	NoPacketFilter            // none
)
