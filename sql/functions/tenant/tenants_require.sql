create or replace function auth.tenants_require(p_project uuid)
returns jsonb language plpgsql stable
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
begin
  if v_settings ->> 'tenants' = 'off' then
    perform auth.fail('tenants_disabled');
  end if;
  return v_settings;
end $$;
comment on function auth.tenants_require(uuid) is
  'Settings of a project that has tenants. Refuses tenants_disabled and what auth.project_settings refuses. Private.';
