package invocation

// Meaning says what a program does with the value of an option.
type Meaning string

// The meanings that options can have.
const (
	MeansNothing    Meaning = "nothing"
	MeansRead       Meaning = "read"       // a file or directory that is read
	MeansWrite      Meaning = "write"      // a file that is written or made
	MeansData       Meaning = "data"       // a directory that is written below
	MeansSocket     Meaning = "socket"     // a socket in the file system that is made
	MeansPort       Meaning = "port"       // a TCP port that is listened on
	MeansUDPPort    Meaning = "udp-port"   // a UDP port that is listened on
	MeansListen     Meaning = "listen"     // an address with a port that is listened on
	MeansUser       Meaning = "user"       // the user that root becomes
	MeansChroot     Meaning = "chroot"     // the directory that becomes the root
	MeansCommand    Meaning = "command"    // a program that is run
	MeansDirectives Meaning = "directives" // configuration in the words of nginx
)

// Means is what is known beforehand of the words of a program's command line.
type Means struct {
	// Options say what the values of options mean, Operands what the arguments mean
	// that belong to no option: a port, or data for absolute paths.
	Options  map[string]Meaning
	Operands Meaning
	// Whole tells that more than single facts is known of the program.
	Whole bool
}
