create or replace function auth.signin_begin(
  p_project uuid, p_identifier text, p_ip inet,
  out user_id uuid, out password_hash text, out password_version integer, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_identifier text := auth.identifier_require(p_identifier);
  v_user auth.users := auth.user_by_identifier(p_project, v_identifier);
begin
  refusal := auth.signin_limits_hit(p_project, v_settings, v_identifier, v_user.id, p_ip);
  if refusal is not null then
    perform auth.audit_put(p_project, 'signin_limited', v_user.id, p_ip => p_ip, p_detail => refusal - 'message' - 'suggestion');
    return;
  end if;
  user_id := v_user.id;
  password_hash := v_user.password_hash;
  password_version := v_user.password_version;
end $$;
comment on function auth.signin_begin(uuid, text, inet) is
  'First half of a password sign-in by address or number: counts the try, then gives the hash to compare, or nulls for an unknown one (compare with some hash all the same). Keeps counts. Refuses email_missing, email_invalid, phone_invalid, over_limit, account_locked.';
