//go:build !js

package files

import "syscall"

// withoutWaiting keeps an opening from waiting for the other end of a FIFO.
const withoutWaiting = syscall.O_NONBLOCK
