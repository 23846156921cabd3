//go:build !linux

package main

// useHugePages does nothing: the kernel decides by itself.
func useHugePages([]string) (told <-chan struct{}) { return nil }
