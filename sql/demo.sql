-- What `rolecall dev` shows: one table, two users, and a policy that keeps them apart.
create table if not exists public.todos (
  id bigint generated always as identity primary key,
  user_id uuid not null default auth.uid(),
  title text not null,
  done boolean not null default false
);
create index if not exists todos_user on public.todos (user_id);
alter table public.todos enable row level security;
grant select, insert, update, delete on public.todos to authenticated, service_role;
comment on table public.todos is 'Demo: everybody sees and writes their own rows.';

do $$
declare
  v_name text;
begin
  if not exists (select from pg_catalog.pg_policies where schemaname = 'public' and tablename = 'todos') then
    create policy own on public.todos to authenticated
      using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
  end if;
  if not exists (select from auth.users where project_id = auth.project_find('default')) then
    foreach v_name in array array['alice', 'bob'] loop
      insert into public.todos (user_id, title)
      select auth.user_create(v_name || '@example.com', 'correct horse battery', p_verified => true), v_name || '''s first todo';
    end loop;
    -- A developer's machine is one network for everybody on it.
    perform auth.project_set('default', 'ip_limits', 'false');
  end if;
end $$;
