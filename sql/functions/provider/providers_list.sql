create or replace function auth.providers_list(p_project text default 'default')
returns table (name text, kind text, config jsonb, has_secret boolean, disabled_at timestamptz, updated_at timestamptz, identities bigint)
language sql stable security definer set search_path = ''
as $$
  select v.name, v.kind, v.config, v.secret_sealed is not null, v.disabled_at, v.updated_at,
    (select count(*) from auth.identities i where i.project_id = v.project_id and i.provider = v.name)
  from auth.providers v
  where v.project_id = auth.project_find(p_project)
  order by v.name
$$;
comment on function auth.providers_list(text) is
  'Identity providers of a project, and how many accounts of each are somebody''s here, for the DBA. Set disabled_at to switch one off. Refuses project_not_found.';
