package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// progress passes a file on and shows how far it is, where somebody watches.
type progress struct {
	io.Reader
	size, read int64
	lines      *int64
	shown      time.Time
	out        io.Writer // nil: nobody watches
}

func newProgress(r io.Reader, size int64) *progress {
	p := &progress{Reader: r, size: size}
	if info, err := os.Stderr.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		p.out = os.Stderr
	}
	return p
}

// Read passes on, and shows a few times a second.
func (p *progress) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	p.read += int64(n)
	if p.out != nil && time.Since(p.shown) > 200*time.Millisecond {
		p.shown = time.Now()
		p.show()
	}
	return n, err
}

func (p *progress) show() {
	var lines int64
	if p.lines != nil {
		lines = *p.lines
	}
	if p.size == 0 {
		_, _ = fmt.Fprintf(p.out, "\r%d users", lines)
		return
	}
	const width = 30
	full := int(min(p.read, p.size) * width / p.size)
	_, _ = fmt.Fprintf(p.out, "\r[%s%s] %3d%%  %d users", strings.Repeat("#", full), strings.Repeat("-", width-full), min(p.read, p.size)*100/p.size, lines)
}

// end shows the last state; what follows is SQL's.
func (p *progress) end() {
	if p.out != nil {
		p.show()
		_, _ = fmt.Fprintln(p.out)
	}
}
