package outward_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/outward"
)

func TestPublic(t *testing.T) {
	t.Parallel()
	for _, ip := range []string{"8.8.8.8", "1.1.1.1", "2606:4700:4700::1111"} {
		require.True(t, outward.Public(netip.MustParseAddr(ip)), ip)
	}
	for _, ip := range []string{"127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0", "255.255.255.255",
		"224.0.0.1", "::1", "::", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "fe80::1", "fd00::1", "ff02::1", "198.18.0.1"} {
		require.False(t, outward.Public(netip.MustParseAddr(ip)), ip)
	}
}

func TestClientStaysOut(t *testing.T) {
	t.Parallel()
	here := httptest.NewServer(http.RedirectHandler("https://example.com", http.StatusFound))
	t.Cleanup(here.Close)
	_, err := outward.Client(false, time.Second).Get(here.URL)
	require.ErrorContains(t, err, "is not a public address")

	response, err := outward.Client(true, time.Second).Get(here.URL)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusFound, response.StatusCode, "and follows nobody")
}
