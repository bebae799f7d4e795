create or replace function auth.pat_signin(
  p_project uuid, p_hash bytea, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb default '{}',
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_found record;
begin
  if not (v_settings ->> 'pat_enabled')::boolean then
    perform auth.fail('pat_disabled');
  end if;
  refusal := auth.network_limit_hit(p_project, v_settings, 'limit_signin_network', p_ip);
  if refusal is not null then
    perform auth.audit_put(p_project, 'signin_limited', p_ip => p_ip, p_detail => refusal - 'message' - 'suggestion');
    return;
  end if;
  select * into v_found from auth.pat_lock(p_project, p_hash);
  refusal := case
    when (v_found.pat).id is null then auth.refusal('pat_invalid')
    when (v_found.person).disabled_at is not null then auth.refusal('user_disabled') end;
  if refusal is not null then
    perform auth.audit_put(p_project, 'signin_refused', (v_found.person).id, p_ip => p_ip, p_detail => jsonb_build_object('code', refusal ->> 'code'));
    return;
  end if;
  update auth.personal_access_tokens t set last_used_at = now() where t.project_id = p_project and t.id = (v_found.pat).id;
  update auth.users u set last_sign_in_at = now() where u.project_id = p_project and u.id = (v_found.person).id;
  select g.session_id, g.claims, g.profile, g.challenge into session_id, claims, profile, challenge
  from auth.session_grant(p_project, v_settings, v_found.person, 'pat', p_ip, p_user_agent, p_refresh_hash, p_form,
    (v_found.pat).id, (v_found.pat).expires_at) g; -- nothing that a token opened outlives it
end $$;
comment on function auth.pat_signin(uuid, bytea, inet, text, bytea, jsonb) is
  'Signs in by a personal access token: a session that ends with it at the latest, or a challenge for the second factor. Keeps counts and the audit row of a refusal. Refuses pat_disabled, pat_invalid, user_disabled, over_limit.';
