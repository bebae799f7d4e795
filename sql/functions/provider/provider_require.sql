create or replace function auth.provider_require(p_project uuid, p_name text)
returns auth.providers language plpgsql stable
as $$
declare
  v_provider auth.providers;
begin
  select * into v_provider from auth.providers v
  where v.project_id = p_project and v.name = p_name and v.disabled_at is null;
  if not found then
    perform auth.fail('provider_unknown');
  end if;
  return v_provider;
end $$;
comment on function auth.provider_require(uuid, text) is
  'An identity provider of a project. Refuses provider_unknown. Private.';
