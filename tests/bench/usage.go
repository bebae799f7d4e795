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
func spent(pid int) time.Duration {
	used, _ := account(fmt.Sprintf("/proc/%d/stat", pid))
	return used
}

// spentBelow is the processor time of all children of a process.
func spentBelow(parent int) time.Duration {
	paths, _ := filepath.Glob("/proc/[0-9]*/stat")
	var sum time.Duration
	for _, path := range paths {
		if used, above := account(path); above == parent {
			sum += used
		}
	}
	return sum
}

// account reads a process's user and system time, and who started it.
func account(path string) (used time.Duration, parent int) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, 0
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:])) // a name may hold anything
	parent, _ = strconv.Atoi(fields[1])
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * tick, parent
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
