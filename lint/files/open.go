package files

// Open gives access to what lies at a path of the host.
func Open(name string) (FS, error) { return OpenDirectory(name) }
