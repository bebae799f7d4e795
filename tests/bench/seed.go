package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/secret"
)

const (
	owners    = 1000
	notesEach = 100
	signedIn  = 256 // of the owners have a session
	password  = "correct horse battery staple"
)

// Ids are computed, so that pgbench can name them too.
const (
	userID    = `('00000000-0000-4000-8000-' || lpad(to_hex(%s), 12, '0'))::uuid`
	sessionID = `('00000000-0000-4000-9000-' || lpad(to_hex(%s), 12, '0'))::uuid`
)

func email(owner int) string { return fmt.Sprintf("user%d@example.com", owner) }

// seed makes the users 0..999, sessions of the first 256, and each user's
// hundred notes: user n owns those from 100n+1 on.
func (w *world) seed(ctx context.Context, conn *pgx.Conn) error {
	if err := conn.QueryRow(ctx, "select id from auth.projects where slug = 'default'").Scan(&w.project); err != nil {
		return err
	}
	if err := conn.QueryRow(ctx, "select current_setting('server_version')").Scan(&w.version); err != nil {
		return err
	}
	hash, err := secret.NewHasher(1).Hash(ctx, password)
	if err != nil {
		return err
	}
	var hashes [][]byte
	for range signedIn {
		s := &session{refresh: secret.New(secret.RefreshPrefix)}
		w.sessions = append(w.sessions, s)
		hashes = append(hashes, secret.Hash(secret.RefreshPrefix, s.refresh))
	}
	for _, step := range []struct {
		sql  string
		args []any
	}{
		// One machine is one network: its limits would be all that we measure.
		{"select auth.project_set('default', 'ip_limits', 'false')", nil},
		{seedUsers, []any{w.project, owners, hash}},
		{seedSessions, []any{w.project, hashes}},
		{seedTokens, []any{w.project, hashes}},
		{seedNotes, nil},
		{seedFolders, nil},
		{"vacuum analyze", nil},
		{"checkpoint", nil},
	} {
		if _, err := conn.Exec(ctx, step.sql, step.args...); err != nil {
			return fmt.Errorf("%w\n%s", err, step.sql)
		}
	}
	return nil
}

var (
	seedUsers = `insert into auth.users (project_id, id, email, email_confirmed_at, password_hash, display_name, user_metadata)
		select $1, ` + fmt.Sprintf(userID, "n") + `, 'user' || n || '@example.com', now(), $3, 'User ' || n, '{"theme": "dark"}'
		from generate_series(0, $2::integer - 1) n`
	seedSessions = `insert into auth.sessions (project_id, id, user_id, amr, ip, network, idle_expires_at, expires_at)
		select $1, ` + fmt.Sprintf(sessionID, "n - 1") + `, ` + fmt.Sprintf(userID, "n - 1") + `,
			'[{"method": "pwd", "timestamp": 1700000000}]', '127.0.0.1', '127.0.0.1', now() + interval '30 days', now() + interval '1 year'
		from generate_series(1, cardinality($2::bytea[])) n`
	seedTokens = `insert into auth.refresh_tokens (project_id, hash, session_id)
		select $1, h, ` + fmt.Sprintf(sessionID, "n - 1") + ` from unnest($2::bytea[]) with ordinality t (h, n)`
	seedNotes = `create table public.notes (
			id bigint generated always as identity primary key,
			owner uuid not null default auth.uid(),
			title text not null,
			body text not null,
			done boolean not null default false,
			created_at timestamptz not null default now());
		insert into public.notes (owner, title, body, done)
			select ` + fmt.Sprintf(userID, "n / 100") + `, 'Note ' || n, repeat('lorem ipsum ', 8), n % 3 = 0
			from generate_series(0, ` + fmt.Sprint(owners*notesEach-1) + `) n;
		create index notes_owner on public.notes (owner, id);
		alter table public.notes enable row level security;
		create policy own on public.notes to authenticated
			using (owner = (select auth.uid())) with check (owner = (select auth.uid()));
		grant select, insert, update, delete on public.notes to authenticated, service_role;`
)
