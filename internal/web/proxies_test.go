package web

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestClientIP(t *testing.T) {
	t.Parallel()
	const peer = "10.0.0.1:4711"
	for name, c := range map[string]struct {
		trusted, peer string
		forwarded     []string
		want          string
	}{
		"no header":                  {"10.0.0.0/8", peer, nil, "10.0.0.1"},
		"nobody is trusted":          {"", peer, []string{"203.0.113.1"}, "10.0.0.1"},
		"the peer is not trusted":    {"192.168.0.0/16", peer, []string{"203.0.113.1"}, "10.0.0.1"},
		"one proxy":                  {"10.0.0.1", peer, []string{"203.0.113.1"}, "203.0.113.1"},
		"what is left was made up":   {"10.0.0.1", peer, []string{"1.1.1.1, 203.0.113.1"}, "203.0.113.1"},
		"two proxies":                {"10.0.0.0/8", peer, []string{"203.0.113.1, 10.9.9.9"}, "203.0.113.1"},
		"two headers":                {"10.0.0.0/8", peer, []string{"1.1.1.1, 203.0.113.1", "10.9.9.9"}, "203.0.113.1"},
		"only proxies":               {"10.0.0.0/8", peer, []string{"10.2.2.2, 10.9.9.9"}, "10.2.2.2"},
		"rubbish stops":              {"10.0.0.0/8", peer, []string{"203.0.113.1, unknown, 10.9.9.9"}, "10.9.9.9"},
		"a port is rubbish":          {"10.0.0.0/8", peer, []string{"203.0.113.1:80"}, "10.0.0.1"},
		"empty":                      {"10.0.0.0/8", peer, []string{""}, "10.0.0.1"},
		"mapped IPv4":                {"10.0.0.0/8", "[::ffff:10.0.0.1]:1", []string{"::ffff:203.0.113.1"}, "203.0.113.1"},
		"a mapped network":           {"::ffff:10.0.0.1", peer, []string{"203.0.113.1"}, "203.0.113.1"},
		"IPv6 is written one way":    {"::1", "[::1]:1", []string{"2001:0DB8:0::1"}, "2001:db8::1"},
		"a zone is not an address":   {"::1", "[::1%lo]:1", []string{"fe80::1%eth0"}, "fe80::1"},
		"the peer is no address":     {"10.0.0.0/8", "@", []string{"203.0.113.1"}, ""},
		"white space and tabs":       {"10.0.0.0/8", peer, []string{"\t203.0.113.1 ,  10.9.9.9\t"}, "203.0.113.1"},
		"a network of the IPv6 kind": {"2001:db8::/32", "[2001:db8::9]:1", []string{"2001:dead::1"}, "2001:dead::1"},
	} {
		proxies, err := ParseProxies(c.trusted)
		require.NoError(t, err, name)
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{}}
		for _, line := range c.forwarded {
			r.Header.Add("X-Forwarded-For", line)
		}
		require.Equal(t, c.want, proxies.ClientIP(r), name)
	}
}

func TestParseProxiesSaysWhatIsNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"proxy.local", "10.0.0.0/99", "10.0.0.1:80", "*"} {
		_, err := ParseProxies("127.0.0.1, " + text)
		require.ErrorContains(t, err, text)
	}
}
