package cluster_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/cluster"
)

func TestFindTakesTheNamedFolderOrNothing(t *testing.T) {
	found, err := cluster.Find(t.Context())
	require.NoError(t, err)
	require.GreaterOrEqual(t, found.Major, cluster.MinVersion)

	t.Setenv(cluster.EnvBinaries, found.Dir)
	again, err := cluster.Find(t.Context())
	require.NoError(t, err)
	require.Equal(t, found, again)

	t.Setenv(cluster.EnvBinaries, filepath.Join(t.TempDir(), "bin"))
	_, err = cluster.Find(t.Context())
	require.ErrorContains(t, err, cluster.EnvBinaries)
}
