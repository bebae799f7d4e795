create or replace function auth.session_claims(p_project uuid, p_session uuid)
returns jsonb language plpgsql stable
as $$
begin
  return (
    select auth.user_claims(u) || jsonb_build_object(
      'aud', p.settings ->> 'token_audience',
      'iat', floor(extract(epoch from now()))::bigint,
      'exp', floor(extract(epoch from least(s.expires_at, now() + make_interval(secs => (p.settings ->> 'access_ttl')::integer))))::bigint,
      'jti', gen_random_uuid(),
      'role', p.authenticated_role,
      'sid', s.id,
      'session_id', s.id,
      'aal', 'aal' || s.aal,
      'mfa_pending', s.mfa_pending,
      'amr', s.amr,
      'epoch', p.token_epoch)
      || case when s.elevated_until > now()
        then jsonb_build_object('elevated_until', floor(extract(epoch from s.elevated_until))::bigint) else '{}' end
    from auth.sessions s
    join auth.users u on u.project_id = s.project_id and u.id = s.user_id
    join auth.projects p on p.id = s.project_id
    where s.project_id = p_project and s.id = p_session);
end $$;
comment on function auth.session_claims(uuid, uuid) is
  'Claims of a session''s next access token; the node adds iss and signs. aal is read from the session. Private.';
