package postgrest_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"
)

// guarded are tables that different callers see different parts of.
const guarded = `
create schema guarded;
create table guarded.teams (id int primary key, name text, secret text);
create table guarded.members (team int references guarded.teams, person uuid, primary key (team, person));
create table guarded.posts (id int primary key, team int references guarded.teams, author uuid not null default auth.uid(), title text, draft boolean default false);
alter table guarded.teams enable row level security; alter table guarded.members enable row level security; alter table guarded.posts enable row level security;
create policy mine on guarded.members to authenticated using (person = (select auth.uid()));
create policy ours on guarded.teams to authenticated using (exists (select from guarded.members m where m.team = id));
create policy seen on guarded.posts for select to anon, authenticated using (not draft or author = (select auth.uid()));
create policy written on guarded.posts for all to authenticated using (author = (select auth.uid())) with check (author = (select auth.uid()));
create view guarded.titles with (security_invoker) as select id, title, team from guarded.posts;
create function guarded.drafts() returns setof guarded.posts language sql stable as 'select * from guarded.posts where draft';
create function guarded.count_posts() returns bigint language sql stable as 'select count(*) from guarded.posts';
create function guarded.publish(p int) returns setof guarded.posts language sql volatile as 'update guarded.posts set draft = false where id = p returning *';
grant usage on schema guarded to anon, authenticated, service_role, authenticator;
grant select (id, name) on guarded.teams to authenticated; grant select on guarded.members, guarded.titles to authenticated;
grant select on guarded.posts to anon, authenticated; grant insert, update, delete on guarded.posts to authenticated;
grant all on all tables in schema guarded to service_role;
insert into guarded.teams values (1, 'red', 's1'), (2, 'blue', 's2');
`

// forms are requests with the SQL that a caller would write by hand.
var forms = []struct{ line, body, sql string }{
	{"GET /posts?order=id", "", "select * from posts order by id"},
	{"GET /posts?select=id,title&title=like.*a*&order=title.desc,id", "", "select id, title from posts where title like '%a%' order by title desc, id"},
	{"GET /posts?select=count()", "", "select count(*) from posts"},
	{"GET /posts?select=author,id.max()&order=author", "", "select author, max(id) from posts group by author order by author"},
	{"GET /titles?order=id", "", "select * from titles order by id"},
	{"GET /teams?select=id,name&order=id", "", "select id, name from teams order by id"},
	{"GET /teams", "", "select * from teams"},
	{"GET /teams?select=id&secret=eq.s1", "", "select id from teams where secret = 's1'"},
	{"GET /teams?select=id&order=secret", "", "select id from teams order by secret"},
	{"GET /members?order=team,person", "", "select * from members order by team, person"},
	{"GET /posts?select=id,teams(name)&order=id", "", "select id, (select row_to_json(t) from (select name from teams where id = team) t) as teams from posts order by id"},
	{"GET /posts?select=id,teams(secret)&order=id", "", "select id, (select row_to_json(t) from (select secret from teams where id = team) t) as teams from posts order by id"},
	{"GET /posts?select=id,...teams(team_name:name)&order=id", "", "select p.id, t.name as team_name from posts p left join teams t on t.id = p.team order by p.id"},
	{"GET /posts?select=id,teams!inner()&order=id", "", "select id from posts where exists (select from teams t where t.id = team) order by id"},
	{"GET /posts?select=id,teams()&teams=is.null&order=id", "", "select id from posts where not exists (select from teams t where t.id = team) order by id"},
	{"GET /posts?select=id&id=in.(1,2,3,4)&or=(draft.is.true,title.eq.b)&order=id", "", "select id from posts where draft or title = 'b' order by id"},
	{"GET /teams?select=id,posts(id)&posts.order=id&order=id", "", "select id, (select coalesce(json_agg(p), '[]') from (select p.id from posts p where p.team = t.id order by p.id) p) as posts from teams t order by id"},
	{"GET /teams?select=id,posts(id,title)&posts.draft=is.true&order=id", "", "select id, (select coalesce(json_agg(p), '[]') from (select p.id, p.title from posts p where p.team = t.id and draft) p) as posts from teams t order by id"},
	{"POST /posts?select=id,author,teams(name)", `{"id":90,"title":"n","team":1}`, "with w as (insert into posts (id, title, team) values (90, 'n', 1) returning id, author, team) select id, author, (select row_to_json(t) from (select name from teams where teams.id = team) t) as teams from w"},
	{"POST /posts?select=id", `[{"id":91,"title":"n"},{"id":92,"title":"m"}]`, "with w as (insert into posts (id, title) values (91, 'n'), (92, 'm') returning id) select * from w"},
	{"POST /posts", `{"id":93,"author":"00000000-0000-0000-0000-000000000001"}`, "with w as (insert into posts (id, author) values (93, '00000000-0000-0000-0000-000000000001') returning *) select * from w"},
	{"PATCH /posts?select=id,title&order=id", `{"title":"mine"}`, "with w as (update posts set title = 'mine' returning id, title) select * from w order by id"},
	{"PATCH /posts?id=eq.1", `{"author":"00000000-0000-0000-0000-000000000001"}`, "with w as (update posts set author = '00000000-0000-0000-0000-000000000001' where id = 1 returning *) select * from w"},
	{"DELETE /posts?select=id&order=id", "", "with w as (delete from posts returning id) select * from w order by id"},
	{"DELETE /posts?id=eq.2&select=id", "", "with w as (delete from posts where id = 2 returning id) select * from w"},
	{"PUT /posts?id=eq.1&select=id,title", `{"id":1,"title":"put"}`, "with w as (insert into posts (id, title) values (1, 'put') on conflict (id) do update set id = excluded.id, title = excluded.title returning id, title) select * from w"},
	{"PUT /posts?id=eq.2&select=id,title", `{"id":2,"title":"put"}`, "with w as (insert into posts (id, title) values (2, 'put') on conflict (id) do update set id = excluded.id, title = excluded.title returning id, title) select * from w"},
	{"POST /rpc/drafts?select=id&order=id", "", "select id from drafts() order by id"},
	{"GET /rpc/drafts?select=id,teams(name)&order=id", "", "select id, (select row_to_json(t) from (select name from teams where id = team) t) as teams from drafts() order by id"},
	{"POST /rpc/publish?select=id", `{"p":1}`, "select id from publish(1)"},
	{"POST /rpc/publish?select=id", `{"p":3}`, "select id from publish(3)"},
	{"PATCH /teams?select=id", `{"name":"x"}`, "with w as (update teams set name = 'x' returning id) select * from w"},
	{"DELETE /members?select=team", "", "with w as (delete from members returning team) select * from w"},
}

// TestTheAPIEqualsRowLevelSecurity compares what each request gives with what
// its SQL gives under plain `set role`, for every kind of caller; all of it is
// rolled back.
func TestTheAPIEqualsRowLevelSecurity(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	s.exec(t, guarded)
	for i, who := range []string{"alice", "bob"} {
		id := s.callers[who].Subject
		s.exec(t, strings.NewReplacer("$1", "'"+id+"'", "$2", []string{"1", "2"}[i], "$3", []string{"3", "4"}[i]).Replace(
			`insert into guarded.members values ($2, $1); insert into guarded.posts values ($2, $2, $1, 'a', true), ($3, $2, $1, 'b', false)`))
	}
	s.project.Schemas, s.project.TxEnd, s.project.Aggregates = []string{"guarded"}, "commit-allow-override", true
	outcomes := map[string]int{}
	for _, who := range []string{"anon", "public key", "alice", "bob", "service"} {
		for _, form := range forms {
			want := s.byHand(t, who, form.sql)
			a := s.send(who, form.line, form.body, "Prefer: tx=rollback, return=representation")
			got := a.Body
			if a.Status >= 300 {
				var refused struct{ Code string }
				require.NoError(t, json.Unmarshal([]byte(a.Body), &refused))
				got = refused.Code
			}
			if strings.HasPrefix(want, "[") {
				require.JSONEq(t, want, got, "%s %s", who, form.line)
			} else {
				require.Equal(t, want, got, "%s %s: %s", who, form.line, a.Body)
			}
			outcomes[want]++
		}
	}
	require.Greater(t, len(outcomes), 20, "callers must see different things for this to say anything")
}

// byHand is the rows of a statement as JSON, or its SQLSTATE.
func (s *shop) byHand(t *testing.T, who, sql string) string {
	t.Helper()
	ctx := context.Background()
	tx, err := s.db.Authenticator(t).Begin(ctx)
	require.NoError(t, err)
	defer func() { _ = tx.Rollback(ctx) }()
	c := s.callers[who]
	_, err = tx.Exec(ctx, `select set_config('role', $1, true), set_config('request.jwt.claims', $2, true),
		set_config('request.jwt.claim.sub', $3, true), set_config('search_path', 'guarded', true)`, c.Role, string(c.Claims), c.Subject)
	require.NoError(t, err)
	head, statement, found := strings.Cut(sql, ") select ")
	if found && strings.HasPrefix(head, "with w") {
		sql = head + ") select coalesce(json_agg(r), '[]')::text from (select " + statement + ") r"
	} else {
		sql = "select coalesce(json_agg(r), '[]')::text from (" + sql + ") r"
	}
	var body string
	err = tx.QueryRow(ctx, sql).Scan(&body)
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return refused.Code
	}
	require.NoError(t, err, sql)
	return body
}
