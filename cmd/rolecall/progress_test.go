package main

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestProgress(t *testing.T) {
	t.Parallel()
	var seen bytes.Buffer
	lines := int64(7)
	p := &progress{Reader: strings.NewReader(strings.Repeat("x", 50)), size: 100, lines: &lines, out: &seen}
	_, err := io.Copy(io.Discard, p)
	require.NoError(t, err)
	p.end()
	require.Equal(t, "\r[###############---------------]  50%  7 users\n", seen.String()[strings.LastIndex(seen.String(), "\r"):])

	seen.Reset()
	p = &progress{Reader: strings.NewReader("x"), lines: &lines, out: &seen} // of a pipe nobody knows the size
	_, err = io.Copy(io.Discard, p)
	require.NoError(t, err)
	require.Equal(t, "\r7 users", seen.String())

	p = newProgress(strings.NewReader("x"), 1)
	require.Nil(t, p.out, "nobody watches a test")
	p.end()
}
