create or replace function auth.verification_send(
  p_project uuid, p_settings jsonb, p_user auth.users, p_link_hash bytea, p_code_mac bytea, p_sealed bytea, p_silent boolean, p_redirect text, p_ip inet)
returns void language plpgsql volatile
as $$
declare
  v_to text := coalesce((p_user).email, (p_user).phone);
  v_purpose text := case when (p_user).email is null then 'verify_phone' else 'verify_email' end;
begin
  if (p_settings ->> v_purpose)::boolean and not auth.identifier_proven(p_user, v_to)
     and auth.send_limits_hit(p_project, p_settings, v_purpose, v_to, p_ip) is null then
    perform auth.proof_send(p_project, p_settings, p_user, v_purpose, v_to, p_link_hash, p_code_mac, p_sealed, p_silent, p_redirect);
  end if;
end $$;
comment on function auth.verification_send(uuid, jsonb, auth.users, bytea, bytea, bytea, boolean, text, inet) is
  'Sends a verification link or code at sign-up, where the project verifies and nothing has proven the address yet; past the limits it sends none, without a word. Private.';
