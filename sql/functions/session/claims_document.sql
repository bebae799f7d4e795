create or replace function auth.claims_document(p_project auth.projects, p_user auth.users, p_session auth.sessions)
returns jsonb language plpgsql volatile
as $$
declare
  v_settings jsonb := p_project.settings;
  v_claims jsonb := auth.user_claims(p_user) || jsonb_build_object(
    'aud', v_settings ->> 'token_audience',
    'iat', floor(extract(epoch from now()))::bigint,
    'exp', floor(extract(epoch from least(p_session.expires_at, now() + make_interval(secs => (v_settings ->> 'access_ttl')::integer))))::bigint,
    'jti', gen_random_uuid(),
    'role', p_project.authenticated_role,
    'sid', p_session.id,
    'session_id', p_session.id,
    'aal', 'aal' || p_session.aal,
    'mfa_pending', p_session.mfa_pending,
    'amr', p_session.amr,
    'epoch', p_project.token_epoch)
    || case when p_session.elevated_until > now()
      then jsonb_build_object('elevated_until', floor(extract(epoch from p_session.elevated_until))::bigint) else '{}' end
    || auth.access_claims(p_user, v_settings, p_session.tenant_id);
begin
  if v_settings ->> 'claims_function' is not null then
    v_claims := auth.claims_add(p_project.id, v_settings ->> 'claims_function', v_claims);
  end if;
  -- A token is up to 8 KiB, in letters that hold six bits each: what would not fit, clients read of auth.me.
  if pg_column_size(v_claims) > 5000 then
    v_claims := v_claims || '{"user_metadata": {}}';
    if pg_column_size(v_claims) > 5000 then
      v_claims := v_claims || '{"app_metadata": {}}';
    end if;
  end if;
  if v_settings ->> 'hook_before_token' is not null then
    perform auth.hook_before_token(p_project.id, v_settings ->> 'hook_before_token', v_claims);
  end if;
  return v_claims;
end $$;
comment on function auth.claims_document(auth.projects, auth.users, auth.sessions) is
  'Claims of a session''s next access token; the node adds iss and signs. aal is read from the session. user_metadata, and then app_metadata, stay out of a token that they would make too large. Private.';
