package catalog

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// counter is a loader that counts its calls and takes its time.
func counter(n *atomic.Int32) Loader {
	return func(context.Context) (*Catalog, error) {
		time.Sleep(10 * time.Millisecond)
		n.Add(1)
		return &Catalog{}, nil
	}
}

func TestRequestsShareTheFirstRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var reads atomic.Int32
		c := NewCache()
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				_, err := c.Get(t.Context(), "p", counter(&reads))
				require.NoError(t, err)
			})
		}
		all.Wait()
		require.EqualValues(t, 1, reads.Load())
	})
}

func TestAnOldSchemaServesWhileItIsReadAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var reads atomic.Int32
		c := NewCache()
		first, err := c.Get(t.Context(), "p", counter(&reads))
		require.NoError(t, err)
		time.Sleep(ttl + time.Second)
		for range 3 {
			again, err := c.Get(t.Context(), "p", counter(&reads))
			require.NoError(t, err)
			require.Same(t, first, again)
		}
		synctest.Wait()
		time.Sleep(time.Second)
		fresh, err := c.Get(t.Context(), "p", counter(&reads))
		require.NoError(t, err)
		require.NotSame(t, first, fresh)
		require.EqualValues(t, 2, reads.Load())
	})
}

func TestAnOldSchemaOutlivesALostDatabase(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var reads atomic.Int32
		c := NewCache()
		first, err := c.Get(t.Context(), "p", counter(&reads))
		require.NoError(t, err)
		lost := func(context.Context) (*Catalog, error) { return nil, errors.New("lost") }
		for range 3 {
			time.Sleep(ttl + time.Second)
			again, err := c.Get(t.Context(), "p", lost)
			require.NoError(t, err)
			require.Same(t, first, again)
			synctest.Wait()
		}
	})
}

func TestAFailedReadIsNotKept(t *testing.T) {
	t.Parallel()
	var reads atomic.Int32
	c := NewCache()
	_, err := c.Get(t.Context(), "p", func(context.Context) (*Catalog, error) { return nil, errors.New("lost") })
	require.EqualError(t, err, "lost")
	_, err = c.Get(t.Context(), "p", counter(&reads))
	require.NoError(t, err)
}

func TestDoubtReadsAgainButNotAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var reads atomic.Int32
		c := NewCache()
		known, err := c.Get(t.Context(), "p", counter(&reads))
		require.NoError(t, err)
		young, err := c.Doubt(t.Context(), "p", known, counter(&reads))
		require.NoError(t, err)
		require.Same(t, known, young)
		time.Sleep(quiet)
		anew, err := c.Doubt(t.Context(), "p", known, counter(&reads))
		require.NoError(t, err)
		require.NotSame(t, known, anew)
		same, err := c.Doubt(t.Context(), "p", known, counter(&reads)) // another request's doubt has been heard
		require.NoError(t, err)
		require.Same(t, anew, same)
		require.EqualValues(t, 2, reads.Load())
	})
}

// TestInvalidationBeatsAReadUnderWay holds that a schema read before somebody
// changed it is not taken for the new one.
func TestInvalidationBeatsAReadUnderWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := NewCache()
		go func() { _, _ = c.Get(t.Context(), "p", counter(new(atomic.Int32))) }()
		time.Sleep(5 * time.Millisecond)
		c.Invalidate("p")
		var reads atomic.Int32
		_, err := c.Get(t.Context(), "p", counter(&reads))
		require.NoError(t, err)
		c.InvalidateAll()
		_, err = c.Get(t.Context(), "p", counter(&reads))
		require.NoError(t, err)
		require.EqualValues(t, 2, reads.Load())
	})
}
