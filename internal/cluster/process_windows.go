package cluster

import (
	"os"
	"os/exec"
)

// identity is never needed here: PostgreSQL drops administrator rights itself.
type identity struct{ name string }

func serverIdentity() (*identity, error) { return nil, nil }

func (i *identity) orOwner(string) (*identity, error) { return i, nil }

func (i *identity) own(string) error { return nil }

func (i *identity) reaches(string) bool { return true }

func isolate(*exec.Cmd, *identity) {}

func lockFile(*os.File) error { return nil }

func isPostmaster(pid int, _ string) bool { return alive(pid) }

func interrupt(pid int) error { return quit(pid) }

func quit(pid int) error {
	process, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	return process.Kill()
}

func alive(pid int) bool {
	_, err := os.FindProcess(pid)
	return err == nil
}

func program(name string) string { return name + ".exe" }
