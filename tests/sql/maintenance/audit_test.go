package maintenance_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// partitions lists the audit log's months, the oldest first.
func partitions(s *scene.Scene) []string {
	s.Helper()
	return scene.List[string](s, `select c.relname::text from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
		where i.inhparent = 'auth.audit_log'::regclass and c.relname <> 'audit_log_rest' order by 1`)
}

// month is the name of this month's partition or of one so many months off.
func month(s *scene.Scene, off int) string {
	s.Helper()
	return scene.Get[string](s, "select 'audit_log_' || to_char(now() + make_interval(months => $1), 'YYYYMM')", off)
}

func TestAppendOnly(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Alice()
	for _, statement := range []string{
		"update auth.audit_log set event = 'x' where project_id = $1",
		"delete from auth.audit_log where project_id = $1",
	} {
		s.Fails("42501", statement, s.Project)
	}
	s.Fails("42501", "truncate auth.audit_log")
	require.Equal(t, 1, s.Audited("user_created"))
}

func TestRowsOutliveTheirUser(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	s.Exec("delete from auth.users where id = $1", alice.ID)
	require.Equal(t, 1, s.Audited("user_created"))
}

func TestMonthsAreMadeAhead(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	want := []string{month(s, 0), month(s, 1), month(s, 2), month(s, 3)}
	require.Subset(t, partitions(s), want, "from the migration on")
	s.Exec("drop table auth." + want[2])
	maintain(s)
	require.Subset(t, partitions(s), want)
	s.Exec("insert into auth.audit_log (project_id, event, at) values ($1, 'x', now() + interval '1 month')", s.Project)
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth."+want[1]))
}

// Nobody maintained: rows go to audit_log_rest, and a month that has rows there stays there.
func TestNothingIsLostWithoutMaintenance(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	s.Exec("drop table auth." + month(s, 0))
	s.Alice()
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.audit_log_rest"))
	maintain(s)
	require.NotContains(t, partitions(s), month(s, 0))
	s.Fails("42501", "delete from auth.audit_log_rest")
}

func itoa(n int) string { return strconv.Itoa(n) }

func TestRetention(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	for _, off := range []int{-12, -13, -30} {
		s.Exec("create table auth." + month(s, off) + " partition of auth.audit_log for values from (date_trunc('month', now() + make_interval(months => " + itoa(off) +
			"))) to (date_trunc('month', now() + make_interval(months => " + itoa(off+1) + ")))")
	}
	maintain(s)
	require.Contains(t, partitions(s), month(s, -12))
	require.NotContains(t, partitions(s), month(s, -13))
	require.NotContains(t, partitions(s), month(s, -30))
}
