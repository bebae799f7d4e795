package restore_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/cluster"
	"github.com/rolecall/rolecall/internal/config"
	"github.com/rolecall/rolecall/internal/doctor"
	"github.com/rolecall/rolecall/internal/migrate"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// lively leaves behind all that a backup would bring back to life: a session
// with its refresh token, a link, a waiting mail, keys, an answer.
const lively = `
do $$
declare
  v_project uuid := auth.project_find('default');
  v_user uuid := auth.user_create('alice@example.com', 'correct horse battery', p_verified => true);
begin
  perform auth.signing_key_ensure(v_project, 'current', 'kid-1', 'ES256', '{"kid": "kid-1"}', '\x01');
  perform auth.session_open(v_project, auth.project_settings(v_project), v_user, auth.amr_add('[]', 'pwd'), false, null, null, sha256('refresh'));
  perform auth.ticket_put(v_project, v_user, 'reset_password', 'mail', u.email, sha256('link'), null, 3600), auth.outbox_put(u, 'password_reset', '\x02', null)
  from auth.users u where u.id = v_user;
  perform auth.idempotency_keep(v_project, sha256('key'), sha256('request'), '{}', '\x03');
  update auth.projects set data_login_sealed = '\x04' where id = v_project;
  perform auth.project_create('Shop');
end $$`

// What the holder of each of them gets.
const (
	refresh = `select outcome from auth.session_refresh(auth.project_find('default'), sha256('refresh'), sha256('child'), '\x05', null, null)`
	access  = `select (auth.session_state(s.project_id, s.user_id, s.id, 1, 1)).fault from auth.sessions s`
	link    = `select auth.ticket_redeem(auth.project_find('default'), 'reset_password', sha256('link'))`
	waiting = `select count(*)::text from auth.outbox_claim(10, 60, '{mail}')`
	signing = `select coalesce(jsonb_array_length(signing_keys), 0)::text from auth.project_config('default')`
)

func TestAfterRestoreEndsWhatABackupRevives(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	liven(t, db)
	require.Equal(t, "rotated", value(t, db, "begin; "+refresh))
	require.Empty(t, value(t, db, access), "the access token holds")

	require.Equal(t, "(3,1,1,1)", value(t, db, "select auth.after_restore()::text"), "projects, sessions, links, mails")

	require.Equal(t, "session_ended", value(t, db, refresh))
	require.Equal(t, "token_revoked", value(t, db, access))
	require.Equal(t, "0", value(t, db, waiting))
	require.Equal(t, "0", value(t, db, signing))
	_, err := db.Owner(t).Exec(t.Context(), link)
	require.ErrorContains(t, err, "link")
	require.Equal(t, "0", value(t, db, "select count(*)::text from auth.idempotency_keys"))
	require.Equal(t, "true", value(t, db, "select bool_and(data_login_sealed is null and token_epoch = 2)::text from auth.projects"))
	require.Equal(t, "true", value(t, db, "select (payload_sealed is null and status = 'dead')::text from auth.outbox"), "no secret is left in it")
	require.Equal(t, "3", value(t, db, "select count(*)::text from auth.audit_log where event = 'restored'"))
	require.Equal(t, "(3,0,0,0)", value(t, db, "select auth.after_restore()::text"), "it can be repeated")
}

func TestDumpAndRestore(t *testing.T) {
	t.Parallel()
	source := pgtest.Clone(t)
	liven(t, source)
	target := pgtest.Empty(t) // ends before the project's roles do, which it uses too
	do(t, source, "create table public.notes (owner uuid); alter table public.notes enable row level security; grant select on public.notes to authenticated")

	bin, err := cluster.Find(t.Context())
	require.NoError(t, err)
	dump, restore := filepath.Join(bin.Dir, "pg_dump"), filepath.Join(bin.Dir, "pg_restore")
	if exec.Command(dump, "--version").Run() != nil {
		t.Log("this build of PostgreSQL has no pg_dump: dumping is tried with Debian's alone")
		return
	}
	file := filepath.Join(t.TempDir(), "rolecall.dump")
	output, err := exec.Command(dump, "--format=custom", "--file="+file, source.SuperuserURL).CombinedOutput()
	require.NoError(t, err, string(output))
	output, err = exec.Command(restore, "--exit-on-error", "--dbname="+target.SuperuserURL, file).CombinedOutput()
	require.NoError(t, err, string(output))

	require.Equal(t, []string{"auth_owner may not make schemas, so no projects"}, faults(t, target), "a database's own rights are not in its dump")
	require.NoError(t, migrate.Init(t.Context(), target.SuperuserURL, migrate.InitOptions{}))
	require.Empty(t, faults(t, target))
	require.Equal(t, "(3,1,1,1)", value(t, target, "select auth.after_restore()::text"))
	require.Equal(t, "session_ended", value(t, target, refresh))
	require.Equal(t, "true", value(t, target, "select has_table_privilege('authenticated', 'public.notes', 'select')::text"))
}

func faults(t *testing.T, db *pgtest.DB) []string {
	t.Helper()
	cfg, err := config.Read([]string{"DATABASE_URL=" + db.ServiceURL, "ROLECALL_OWNER_URL=" + db.OwnerURL})
	require.NoError(t, err)
	var list []string
	for _, c := range doctor.Run(t.Context(), cfg, time.Now) {
		if c.State == doctor.Fault {
			list = append(list, c.Found)
		}
	}
	return list
}

func liven(t *testing.T, db *pgtest.DB) {
	t.Helper()
	do(t, db, lively)
	t.Cleanup(func() { // roles are the whole server's
		_, err := db.Owner(t).Exec(context.Background(), "select auth.project_drop('shop')")
		require.NoError(t, err)
	})
}

func do(t *testing.T, db *pgtest.DB, sql string) {
	t.Helper()
	_, err := db.Owner(t).Exec(t.Context(), sql)
	require.NoError(t, err)
}

// value is the one value of a query, "" for null; behind begin it is rolled back.
func value(t *testing.T, db *pgtest.DB, sql string) (got string) {
	t.Helper()
	tx, err := db.Owner(t).Begin(t.Context())
	require.NoError(t, err)
	defer func() { _ = tx.Rollback(t.Context()) }()
	query, tried := strings.CutPrefix(sql, "begin; ")
	var text *string
	require.NoError(t, tx.QueryRow(t.Context(), query).Scan(&text))
	if !tried {
		require.NoError(t, tx.Commit(t.Context()))
	}
	if text == nil {
		return ""
	}
	return *text
}
