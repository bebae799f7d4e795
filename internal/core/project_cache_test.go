package core

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
)

// source is where the cache under test reads; each read gives a project whose
// name tells which it was.
type source struct {
	reads atomic.Int64
	away  atomic.Bool
	takes time.Duration
}

func (s *source) load(_ context.Context, ref string, _ *Project) (*Project, error) {
	n := s.reads.Add(1)
	time.Sleep(s.takes)
	switch {
	case s.away.Load():
		return nil, fault.Unavailable()
	case ref == "nothing":
		return nil, fault.New(404, "project_not_found", "", "")
	}
	return &Project{ID: "id", Slug: "default", Name: string(rune('a' + n - 1))}, nil
}

// named is the name of the project that the cache gives.
func named(t *testing.T, c *projectCache, ref string) string {
	t.Helper()
	p, err := c.get(t.Context(), ref)
	require.NoError(t, err)
	return p.Name
}

func TestProjectIsReadOncePerAge(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newProjectCache((&source{}).load)
		require.Equal(t, "a", named(t, c, "default"))
		time.Sleep(ageAlone - 1)
		require.Equal(t, "a", named(t, c, "default"))
		require.Equal(t, "a", named(t, c, "id"), "by its id too")
		time.Sleep(time.Nanosecond)
		require.Equal(t, "b", named(t, c, "default"), "without a bus it is a second old at most")
		c.live.Store(true)
		time.Sleep(ageLive - 1)
		require.Equal(t, "b", named(t, c, "default"))
	})
}

func TestForgottenProjectIsReadAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newProjectCache((&source{}).load)
		named(t, c, "default")
		c.forget("another")
		require.Equal(t, "a", named(t, c, "default"))
		c.forget("id")
		require.Equal(t, "b", named(t, c, "default"))
		c.forget("")
		require.Equal(t, "c", named(t, c, "default"))
	})
}

func TestForgottenWhileItIsRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newProjectCache((&source{takes: ageAlone / 2}).load)
		time.AfterFunc(ageAlone/4, func() { c.forget("id") })
		require.Equal(t, "a", named(t, c, "default"))
		require.Equal(t, "b", named(t, c, "default"), "what was read may be from before the change")
		require.Equal(t, "b", named(t, c, "default"))
	})
}

func TestManyAskersAreOneRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &source{takes: time.Second}
		c := newProjectCache(s.load)
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { named(t, c, "default") })
		}
		all.Wait()
		require.EqualValues(t, 1, s.reads.Load())
	})
}

func TestProjectOutlivesItsDatabase(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &source{}
		c := newProjectCache(s.load)
		named(t, c, "default")
		s.away.Store(true)
		time.Sleep(time.Hour)
		require.Equal(t, "a", named(t, c, "default"), "tokens are verified from memory")
		_, err := c.get(t.Context(), "other")
		require.Equal(t, "unavailable", fault.Code(err))
		s.away.Store(false)
		_, err = c.get(t.Context(), "nothing")
		require.Equal(t, "project_not_found", fault.Code(err))
	})
}

func TestFreshIsReadAfterItWasAskedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newProjectCache((&source{}).load)
		named(t, c, "default")
		time.Sleep(freshPause / 2) // read a moment ago, but before
		p, err := c.fresh(t.Context(), &Project{ID: "id"})
		require.NoError(t, err)
		require.Equal(t, "b", p.Name)
		require.Equal(t, "b", named(t, c, "id"))
	})
}

func TestFloodOfUnknownKeysCostsFewReads(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &source{}
		c := newProjectCache(s.load)
		c.live.Store(true)
		named(t, c, "default")
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				for range 5 {
					_, err := c.fresh(t.Context(), &Project{ID: "id"})
					require.NoError(t, err)
				}
			})
		}
		began := time.Now()
		all.Wait()
		require.LessOrEqual(t, s.reads.Load(), 2+int64(time.Since(began)/freshPause))
	})
}

func TestFreshEndsWithItsRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &source{}
		c := newProjectCache(s.load)
		named(t, c, "default")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := c.fresh(ctx, &Project{ID: "id"})
		require.Equal(t, "unavailable", fault.Code(err))
		s.away.Store(true)
		_, err = c.fresh(t.Context(), &Project{ID: "id"})
		require.Equal(t, "unavailable", fault.Code(err))
	})
}
