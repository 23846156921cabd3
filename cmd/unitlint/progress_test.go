package main

import (
	"bytes"
	"testing"
	"time"
)

func TestProgress(t *testing.T) {
	clock := time.Unix(0, 0)
	var terminal bytes.Buffer
	p := &progress{terminal: &terminal, now: func() time.Time { return clock }, next: clock.Add(patience)}
	p.report(1, 100) // too early
	clock = clock.Add(patience)
	p.report(50, 100)
	p.report(51, 100) // too soon after the last
	clock = clock.Add(interval)
	p.report(99, 100)
	p.end()
	const want = "\r\x1b[Kchecked 50 of 100 units\r\x1b[Kchecked 99 of 100 units\r\x1b[K"
	if got := terminal.String(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProgressNeedsTerminal(t *testing.T) {
	var stderr bytes.Buffer
	p := program{stderr: &stderr}.newProgress(false)
	p.report(1, 1)
	p.end()
	if stderr.Len() > 0 {
		t.Errorf("wrote %q to what is no terminal", stderr.String())
	}
}
