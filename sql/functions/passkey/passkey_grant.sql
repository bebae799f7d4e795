create or replace function auth.passkey_grant(
  p_project uuid, p_settings jsonb, p_user auth.users, p_passkey uuid, p_verified boolean,
  p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb,
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb)
language plpgsql volatile
as $$
begin
  select g.session_id, g.claims, g.profile, g.challenge into session_id, claims, profile, challenge
  from auth.session_grant(p_project, p_settings, p_user, auth.passkey_method(p_verified), p_ip, p_user_agent, p_refresh_hash, p_form) g;
  if session_id is not null then
    -- Which key it was, so that revoking this one takes back what it proved.
    update auth.sessions s set amr = jsonb_set(s.amr, '{0,factor}', to_jsonb(p_passkey))
    where s.project_id = p_project and s.id = session_id;
    claims := auth.session_claims(p_project, session_id);
  end if;
end $$;
comment on function auth.passkey_grant(uuid, jsonb, auth.users, uuid, boolean, inet, text, bytea, jsonb) is
  'Where a sign-in by passkey ends: auth.session_grant, with the key noted in the session. The user''s row is locked. Private.';
