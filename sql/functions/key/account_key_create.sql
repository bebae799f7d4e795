create or replace function auth.account_key_create(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_hash bytea, p_hint text, p_name text, p_ip inet)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_id uuid;
begin
  perform auth.account_require(p_project, p_user, p_session, p_password_version, p_epoch), auth.strong_require(p_project, p_user, p_session);
  if length(p_name) > 128 then
    perform auth.fail('key_name_invalid');
  elsif (select count(*) from auth.api_keys k where k.project_id = p_project and k.user_id = p_user and k.revoked_at is null) >= 20 then
    perform auth.fail('keys_too_many');
  end if;
  v_id := auth.api_key_put(p_project, 'account', p_hash, p_hint, p_user, p_name);
  perform auth.audit_put(p_project, 'account_key_created', p_user, p_session, p_ip, jsonb_build_object('key', v_id));
  return (select auth.api_key_document(k) from auth.api_keys k where k.project_id = p_project and k.id = v_id);
end $$;
comment on function auth.account_key_create(uuid, uuid, uuid, integer, integer, bytea, text, text, inet) is
  'Makes an account key (mk_, by SHA-256) of the bearer''s, an admin: it administers what they do until it is revoked. Refuses key_name_invalid, keys_too_many, second_factor_required, project_not_found (anywhere but in the realm) and what auth.request_check refuses.';
