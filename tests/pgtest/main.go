package pgtest

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// Main runs a package's tests and clears up after them. A test binary that
// lacks it works too: its server ends with it, its folder goes at a later run.
func Main(m *testing.M) {
	code := m.Run()
	if err := shared.close(); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
	}
	os.Exit(code)
}

// workspace is this process's folder, which the server's user can enter.
var workspace = sync.OnceValues(func() (string, error) {
	sweep()
	dir, err := os.MkdirTemp("", folderPrefix)
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		return "", err
	}
	return dir, holdWhileAlive(dir)
})

// Dir is an empty folder in which a test can keep a cluster, even as root,
// whose t.TempDir the server's user cannot enter.
func Dir(t testing.TB) string {
	t.Helper()
	base, err := workspace()
	if err != nil {
		t.Fatal("make a folder for tests: ", err)
	}
	dir, err := os.MkdirTemp(base, "dir-")
	if err != nil {
		t.Fatal("make a folder for a test: ", err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal("open a folder to the server's user: ", err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// Root is the folder that holds go.mod.
func Root() string {
	_, here, _, _ := runtime.Caller(0)
	return filepath.Dir(filepath.Dir(filepath.Dir(here)))
}
