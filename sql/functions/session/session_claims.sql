create or replace function auth.session_claims(p_project uuid, p_session uuid)
returns jsonb language plpgsql volatile
as $$
declare
  v record;
  v_claims jsonb;
begin
  select s, u, p.settings, p.authenticated_role, p.token_epoch into v
  from auth.sessions s
  join auth.users u on u.project_id = s.project_id and u.id = s.user_id
  join auth.projects p on p.id = s.project_id
  where s.project_id = p_project and s.id = p_session;
  if not found then
    return null;
  end if;
  v_claims := auth.user_claims(v.u) || jsonb_build_object(
    'aud', v.settings ->> 'token_audience',
    'iat', floor(extract(epoch from now()))::bigint,
    'exp', floor(extract(epoch from least((v.s).expires_at, now() + make_interval(secs => (v.settings ->> 'access_ttl')::integer))))::bigint,
    'jti', gen_random_uuid(),
    'role', v.authenticated_role,
    'sid', (v.s).id,
    'session_id', (v.s).id,
    'aal', 'aal' || (v.s).aal,
    'mfa_pending', (v.s).mfa_pending,
    'amr', (v.s).amr,
    'epoch', v.token_epoch)
    || case when (v.s).elevated_until > now()
      then jsonb_build_object('elevated_until', floor(extract(epoch from (v.s).elevated_until))::bigint) else '{}' end
    || auth.access_claims(v.u, v.settings, (v.s).tenant_id);
  if v.settings ->> 'claims_function' is not null then
    v_claims := auth.claims_add(p_project, v.settings ->> 'claims_function', v_claims);
  end if;
  if v.settings ->> 'hook_before_token' is not null then
    perform auth.hook_before_token(p_project, v.settings ->> 'hook_before_token', v_claims);
  end if;
  return v_claims;
end $$;
comment on function auth.session_claims(uuid, uuid) is
  'Claims of a session''s next access token; the node adds iss and signs. aal is read from the session. Private.';
