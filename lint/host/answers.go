package host

import "sync"

// answers are what was asked for once, by path. Two goroutines that ask for thousands of
// paths would have to wait a hundred times for each other with a lock.
type answers[T any] struct{ known sync.Map }

// of returns the answer about a path, if there is one.
func (a *answers[T]) of(name string) (answer T, known bool) {
	found, known := a.known.Load(name)
	if known {
		answer, _ = found.(T)
	}
	return answer, known
}

// keep keeps an answer.
func (a *answers[T]) keep(name string, answer T) { a.known.Store(name, answer) }
