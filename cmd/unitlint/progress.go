package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// patience is how long a run lasts before it shows that it goes on, and how
// often it does so.
const (
	patience = time.Second
	interval = 100 * time.Millisecond
)

// progress shows on a terminal how far a long run has come, in one line that is
// wiped out at the end. The zero value shows nothing.
type progress struct {
	terminal io.Writer
	now      func() time.Time

	mu        sync.Mutex
	next      time.Time
	shown     bool
	done, all int
}

// newProgress shows the run on standard error where that is a terminal.
func (p program) newProgress(quiet bool) *progress {
	if quiet || !isTerminal(p.stderr) {
		return &progress{}
	}
	return &progress{terminal: p.stderr, now: time.Now, next: time.Now().Add(patience)}
}

// expect adds to the number of all units.
func (p *progress) expect(units int) { p.all += units }

// count is called after each unit, from several goroutines.
func (p *progress) count() {
	if p.terminal == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	now := p.now()
	if now.Before(p.next) {
		return
	}
	p.next, p.shown = now.Add(interval), true
	fmt.Fprintf(p.terminal, "\r\x1b[Kchecked %d of %d units", p.done, p.all)
}

// end wipes the line out.
func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.terminal, "\r\x1b[K")
	}
}
