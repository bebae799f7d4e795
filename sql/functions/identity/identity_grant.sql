create or replace function auth.identity_grant(
  p_project uuid, p_settings jsonb, p_user auth.users, p_identity uuid,
  p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb,
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb)
language plpgsql volatile
as $$
declare
  v_user auth.users;
begin
  update auth.users u set last_sign_in_at = now() where u.project_id = p_project and u.id = (p_user).id returning * into v_user;
  select g.session_id, g.claims, g.profile, g.challenge into session_id, claims, profile, challenge
  from auth.session_grant(p_project, p_settings, v_user, 'fed', p_ip, p_user_agent, p_refresh_hash, p_form, p_identity) g;
end $$;
comment on function auth.identity_grant(uuid, jsonb, auth.users, uuid, inet, text, bytea, jsonb) is
  'Where a sign-in by a provider ends: auth.session_grant, with the account there noted in the session. The user''s row is locked. Private.';
