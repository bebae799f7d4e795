package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
)

const (
	foldersEach = 20
	pagesEach   = 10
	scraps      = 1000
)

// seedFolders makes twenty folders of ten pages for each user with a session,
// a table to write to, and a function.
var seedFolders = `create table public.folders (id bigint primary key, owner uuid not null default auth.uid(), name text not null);
	create table public.pages (id bigint primary key, folder_id bigint not null references public.folders, title text not null);
	insert into public.folders select n + 1, ` + fmt.Sprintf(userID, fmt.Sprintf("n / %d", foldersEach)) + `, 'Folder ' || n
		from generate_series(0, ` + fmt.Sprint(signedIn*foldersEach-1) + `) n;
	insert into public.pages select n + 1, n / ` + fmt.Sprint(pagesEach) + ` + 1, 'Page ' || n
		from generate_series(0, ` + fmt.Sprint(signedIn*foldersEach*pagesEach-1) + `) n;
	create index folders_owner on public.folders (owner, id);
	create index pages_folder on public.pages (folder_id, id);
	create table public.scraps (id bigint generated always as identity primary key, owner uuid not null default auth.uid(), title text not null, n integer);
	alter table public.folders enable row level security;
	alter table public.scraps enable row level security;
	create policy own on public.folders to authenticated using (owner = (select auth.uid()));
	create policy own on public.scraps to authenticated using (owner = (select auth.uid())) with check (owner = (select auth.uid()));
	create function public.add(a integer, b integer) returns integer language sql immutable as 'select a + b';
	grant select on public.folders, public.pages to authenticated;
	grant select, insert on public.scraps to authenticated;`

// What somebody would write by hand for the same.
const (
	foldersSQL = `/* authenticated */ select coalesce(json_agg(f)::text, '[]') from (select f.id, f.name, (select coalesce(json_agg(p), '[]')` +
		` from (select p.id, p.title from public.pages p where p.folder_id = f.id order by p.id) p) as pages from public.folders f order by f.id limit $1) f`
	scrapsSQL = `/* authenticated */ with w as (insert into public.scraps (title, n) select b.title, b.n` +
		` from json_to_recordset($1::json) as b(title text, n integer) returning 1) select count(*)::text from w`
	addSQL = `/* authenticated */ select to_json(public.add(a.a, a.b))::text from json_to_record($1::json) as a(a integer, b integer)`
)

func (b *bare) folders(w http.ResponseWriter, r *http.Request) {
	b.ask(w, r, true, foldersSQL, r.URL.Query().Get("limit"))
}

func (b *bare) scraps(w http.ResponseWriter, r *http.Request) { b.write(w, r, scrapsSQL) }

func (b *bare) add(w http.ResponseWriter, r *http.Request) { b.write(w, r, addSQL) }

func (b *bare) write(w http.ResponseWriter, r *http.Request, sql string) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	b.ask(w, r, false, sql, string(body))
}

// foldersWithPages reads a user's folders, each with its pages.
func (w *world) foldersWithPages(client *http.Client, base string, _ int) error {
	url := base + "/p/default/rest/v1/folders?select=id,name,pages(id,title)&pages.order=id&order=id&limit=20"
	return w.get(client, url, rand.IntN(signedIn), `"title":`, foldersEach*pagesEach)
}

// thousand is the body of an insert.
var thousand = func() string {
	rows := make([]string, scraps)
	for i := range rows {
		rows[i] = fmt.Sprintf(`{"title":"Scrap number %d","n":%d}`, i, i)
	}
	return "[" + strings.Join(rows, ",") + "]"
}()

// insertScraps writes a thousand rows.
func (w *world) insertScraps(client *http.Client, base string, _ int) error {
	return w.send(client, base+"/p/default/rest/v1/scraps", thousand, "")
}

// callAdd calls a function.
func (w *world) callAdd(client *http.Client, base string, _ int) error {
	return w.send(client, base+"/p/default/rest/v1/rpc/add", `{"a":2,"b":3}`, "5")
}

func (w *world) send(client *http.Client, url, body, want string) error {
	r, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+w.sessions[rand.IntN(signedIn)].access)
	r.Header.Set("Content-Type", "application/json")
	text, err := ask(client, r)
	if err == nil && want != "" && string(text) != want {
		err = fmt.Errorf("%s: %.200s instead of %s", r.URL.Path, text, want)
	}
	return err
}
