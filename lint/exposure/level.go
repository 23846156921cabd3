package exposure

// Level is systemd's word for an overall exposure.
type Level string

// levels are the words by the least exposure, in tenths, that earns them.
var levels = [...]struct {
	tenths int
	level  Level
}{
	{100, "DANGEROUS"},
	{90, "UNSAFE"},
	{75, "EXPOSED"},
	{50, "MEDIUM"},
	{10, "OK"},
	{1, "SAFE"},
	{0, "PERFECT"},
}

func levelOf(tenths int) Level {
	for _, l := range levels {
		if tenths >= l.tenths {
			return l.level
		}
	}
	return levels[len(levels)-1].level
}
