create or replace function auth.admins_any()
returns boolean language sql stable security definer set search_path = ''
as $$
  select exists (select from auth.project_admins a join auth.projects p on p.id = a.project_id where p.kind = 'realm')
$$;
comment on function auth.admins_any() is
  'Whether somebody administers the server yet, for its operator.';
