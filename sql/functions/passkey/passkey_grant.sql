create or replace function auth.passkey_grant(
  p_project uuid, p_settings jsonb, p_user auth.users, p_passkey uuid, p_verified boolean,
  p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb,
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb)
language plpgsql volatile
as $$
begin
  select g.session_id, g.claims, g.profile, g.challenge into session_id, claims, profile, challenge
  from auth.session_grant(p_project, p_settings, p_user, auth.passkey_method(p_verified), p_ip, p_user_agent, p_refresh_hash, p_form, p_passkey) g;
end $$;
comment on function auth.passkey_grant(uuid, jsonb, auth.users, uuid, boolean, inet, text, bytea, jsonb) is
  'Where a sign-in by passkey ends: auth.session_grant, with the key noted in the session. The user''s row is locked. Private.';
