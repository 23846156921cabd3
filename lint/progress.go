package lint

import "sync/atomic"

// meter counts the units that were checked and tells who wants to know.
type meter struct {
	all    int
	report func(done, all int) // may be nil
	done   atomic.Int64
}

func (m *meter) count() {
	done := m.done.Add(1)
	if m.report != nil {
		m.report(int(done), m.all)
	}
}
