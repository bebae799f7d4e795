create or replace function auth.passkeys_require(p_project uuid)
returns jsonb language plpgsql stable
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
begin
  if v_settings ->> 'webauthn_rp_id' is null then
    perform auth.fail('passkeys_disabled');
  end if;
  return v_settings;
end $$;
comment on function auth.passkeys_require(uuid) is
  'Settings of a project that takes passkeys. Refuses passkeys_disabled, project_not_found, project_disabled. Private.';
