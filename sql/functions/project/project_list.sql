create or replace function auth.project_list()
returns table (id uuid, slug text, name text, kind text, preset text, data_schema text, created_at timestamptz, disabled_at timestamptz)
language sql stable security definer set search_path = ''
as $$
  select p.id, p.slug, p.name, p.kind, p.preset, p.data_schema, p.created_at, p.disabled_at from auth.projects p order by p.created_at, p.slug
$$;
comment on function auth.project_list() is
  'All projects of this server, for its operator.';
