package value

// decoded is what a grammar made of a value, for those who ask more than whether
// it is right: each value is read once.
type decoded any

func decodedAs[T any](r *Result) T {
	d, _ := r.decoded.(T)
	return d
}

// Commands is what [Exec] decodes the value to. They are shared and must not be
// changed.
func (r *Result) Commands() []Command { return decodedAs[[]Command](r) }

// Set is what [Capabilities] and [AddressFamilies] decode the value to.
func (r *Result) Set() Set { return decodedAs[Set](r) }

// Namespaces is what [NamespaceFlags] decodes the value to.
func (r *Result) Namespaces() Namespaces { return decodedAs[Namespaces](r) }

// Filter is what [SyscallFilter] decodes the value to.
func (r *Result) Filter() Filter { return decodedAs[Filter](r) }

// Paths is what [PathList] decodes the value to. Like the lists below it is shared
// and must not be changed.
func (r *Result) Paths() []Path { return decodedAs[[]Path](r) }

// Binds is what [BindPaths] decodes the value to.
func (r *Result) Binds() []Bind { return decodedAs[[]Bind](r) }

// Temporaries is what [TemporaryFileSystem] decodes the value to.
func (r *Result) Temporaries() []Temporary { return decodedAs[[]Temporary](r) }

// Directories is what [Directories] decodes the value to.
func (r *Result) Directories() []Directory { return decodedAs[[]Directory](r) }

// Device is what [DeviceAllow] decodes the value to; ok is false where it names no
// device.
func (r *Result) Device() (device Device, ok bool) {
	device, ok = r.decoded.(Device)
	return device, ok
}

// entryKey is under what systemd keeps a value among those of its list.
type entryKey string

// Key is the name of the credential or the path of the device that a value is about,
// of which systemd keeps the last value; empty for other values.
func (r *Result) Key() string { return string(decodedAs[entryKey](r)) }

// keep notes the key of a value: what an unknown part hides is told by its text.
func (v *verdict) keep(word Word, expansion Expansion, key string) {
	if !expansion.Known {
		key = word.Text
	}
	v.result.decoded = entryKey(key)
}

// Names is what [UnitNames] decodes the value to, of directives whose words are read
// as those of After= are; ok is false for others.
func (r *Result) Names() (names []Word, ok bool) {
	names, ok = r.decoded.([]Word)
	return names, ok
}

// Variables is what [Environment] decodes the value to.
func (r *Result) Variables() []Variable { return decodedAs[[]Variable](r) }
