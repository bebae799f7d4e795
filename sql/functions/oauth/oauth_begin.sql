create or replace function auth.oauth_begin(
  p_project uuid, p_provider text, p_state_hash bytea, p_browser_hash bytea, p_sealed bytea,
  p_intent text, p_redirect text, p_challenge text, p_app_state text, p_ip inet,
  out kind text, out config jsonb, out secret_sealed bytea, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform auth.redirect_check(auth.project_settings(p_project), p_redirect);
  select r.kind, r.config, r.secret_sealed, r.refusal into kind, config, secret_sealed, refusal
  from auth.provider_read(p_project, p_provider, p_ip) r;
  if refusal is null then
    insert into auth.oauth_flows (project_id, hash, provider, browser_hash, sealed, intent, redirect_to, challenge, app_state, expires_at)
    values (p_project, p_state_hash, p_provider, p_browser_hash, p_sealed, p_intent, p_redirect, p_challenge, p_app_state, now() + interval '10 minutes');
  end if;
end $$;
comment on function auth.oauth_begin(uuid, text, bytea, bytea, bytea, text, text, text, text, inet) is
  'Begins a sign-in at a provider, or (p_intent link) the proof of an account there that a bearer will link: keeps it by the hash of its state, bound to the browser by the hash of its cookie, for ten minutes. Keeps counts. Refuses provider_unknown, redirect_not_allowed, over_limit, project_not_found, project_disabled.';
