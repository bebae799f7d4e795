package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of the kernel's accounts (USER_HZ), the same on every
// architecture that Go runs on.
const tick = 10 * time.Millisecond

// resident is a process's VmRSS in MiB.
func resident(pid int) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, fmt.Errorf("read resident memory: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, err := strconv.Atoi(strings.Fields(rest)[0])
			return float64(kib) / 1024, err
		}
	}
	return 0, errors.New("read resident memory: no VmRSS")
}

// spent is the processor time of a process so far, 0 where the system doesn't tell.
func spent(pid int) time.Duration { return read(fmt.Sprintf("/proc/%d/stat", pid)).own }

// spentBelow is the processor time of all children of a process, those that
// have ended with them.
func spentBelow(parent int) time.Duration {
	sum := read(fmt.Sprintf("/proc/%d/stat", parent)).reaped
	paths, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range paths {
		if a := read(path); a.parent == parent {
			sum += a.own
		}
	}
	return sum
}

// account is what the kernel has written down of a process.
type account struct {
	parent      int
	own, reaped time.Duration // its own time, and that of children that have ended
}

func read(path string) account {
	text, err := os.ReadFile(path)
	if err != nil {
		return account{}
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:])) // a name may hold anything
	number := func(at int) int {
		n, _ := strconv.Atoi(fields[at])
		return n
	}
	return account{parent: number(1), own: time.Duration(number(11)+number(12)) * tick, reaped: time.Duration(number(13)+number(14)) * tick}
}

// postmaster is the database server's process.
func (w *world) postmaster() int {
	text, err := os.ReadFile(filepath.Join(w.cluster.DataDir(), "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, _ := strconv.Atoi(first)
	return pid
}
