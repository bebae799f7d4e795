create or replace function auth.credential_revoke(
  p_user text, p_kind text, p_id uuid, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_user auth.users := auth.admin_user(p_user, v_project);
  v_count integer;
begin
  case p_kind
    when 'second_factor' then
      delete from auth.factors f where f.project_id = v_project and f.user_id = v_user.id and f.id = p_id;
    when 'passkey' then
      update auth.passkeys k set revoked_at = now()
      where k.project_id = v_project and k.user_id = v_user.id and k.id = p_id and k.revoked_at is null;
    when 'identity' then
      delete from auth.identities i where i.project_id = v_project and i.user_id = v_user.id and i.id = p_id;
    when 'personal_access_token' then
      delete from auth.personal_access_tokens t where t.project_id = v_project and t.user_id = v_user.id and t.id = p_id;
    else
      perform auth.fail('credential_not_found');
  end case;
  get diagnostics v_count = row_count;
  if v_count = 0 then
    perform auth.fail('credential_not_found');
  end if;
  perform auth.audit_put(v_project, 'credential_revoked', v_user.id, p_detail => jsonb_build_object('kind', p_kind, 'id', p_id));
end $$;
comment on function auth.credential_revoke(text, text, uuid, text, jsonb) is
  'Takes a second_factor, passkey, identity (an account at a provider) or personal_access_token (p_kind) from a user (e-mail address or id), for an administrator, even the last; what it proved is taken from live sessions at once. Refuses user_not_found, credential_not_found and what auth.admin_require refuses.';
