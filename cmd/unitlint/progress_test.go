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
	p.expect(60)
	p.expect(40)
	p.count() // too early
	clock = clock.Add(patience)
	p.count()
	p.count() // too soon after the last
	clock = clock.Add(interval)
	p.count()
	p.end()
	const want = "\r\x1b[Kchecked 2 of 100 units\r\x1b[Kchecked 4 of 100 units\r\x1b[K"
	if got := terminal.String(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProgressNeedsTerminal(t *testing.T) {
	var stderr bytes.Buffer
	p := program{stderr: &stderr}.newProgress(false)
	p.expect(1)
	p.count()
	p.end()
	if stderr.Len() > 0 {
		t.Errorf("wrote %q to what is no terminal", stderr.String())
	}
}
