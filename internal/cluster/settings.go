package cluster

import (
	"context"
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// settingsFile is included by postgresql.conf, so that a server started by
// pg_ctl is the same server.
const settingsFile = "rolecall.conf"

// socketPathMax leaves room for "/.s.PGSQL.65535.lock" in a socket's address.
const socketPathMax = 80

// bindSocket keeps the socket beside the data unless that path is too long.
func (c *Cluster) bindSocket(context.Context) (err error) {
	if c.socket = c.home; len(c.home) <= socketPathMax {
		return nil
	}
	if c.socket, err = os.MkdirTemp("", "rc-pg-"); err != nil {
		return err
	}
	return c.as.own(c.socket)
}

func (c *Cluster) configure() error {
	settings := map[string]string{
		"listen_addresses":        "127.0.0.1",
		"port":                    strconv.Itoa(c.port),
		"unix_socket_directories": c.socket,
		"wal_level":               "logical",
		"max_replication_slots":   "20",
		"max_wal_senders":         "20",
		"password_encryption":     "scram-sha-256",
	}
	if !c.opts.Durable {
		maps.Copy(settings, map[string]string{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})
	}
	maps.Copy(settings, c.opts.Settings)
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		fmt.Fprintf(&text, "%s = '%s'\n", name, strings.ReplaceAll(settings[name], "'", "''"))
	}
	return c.write(filepath.Join(c.DataDir(), settingsFile), text.String())
}

// choosePort takes the wished port, else the remembered one, else a free one.
func (c *Cluster) choosePort(forget bool) error {
	c.port = c.opts.Port
	path := filepath.Join(c.home, "port")
	if kept, err := os.ReadFile(path); c.port == 0 && err == nil && !forget {
		c.port, _ = strconv.Atoi(strings.TrimSpace(string(kept)))
	}
	if c.port == 0 {
		probe, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		c.port = probe.Addr().(*net.TCPAddr).Port
		probe.Close()
	}
	return c.write(path, strconv.Itoa(c.port)+"\n")
}
