create or replace function auth.provider_names(p_project uuid)
returns jsonb language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('name', v.name, 'kind', v.kind) order by v.name), '[]')
  from auth.providers v
  where v.project_id = p_project and v.disabled_at is null
$$;
comment on function auth.provider_names(uuid) is
  'The identity providers that a sign-in page can offer.';
