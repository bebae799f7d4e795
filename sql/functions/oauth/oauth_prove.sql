create or replace function auth.oauth_prove(
  p_project uuid, p_provider text, p_code_hash bytea, p_intent text, p_challenge text,
  p_identity jsonb, p_tokens_sealed bytea, p_denied text, p_fault text, p_ip inet, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
begin
  refusal := case
    when p_denied is not null then auth.refusal('provider_denied')
    when p_fault is not null then auth.refusal('provider_failed') end;
  if refusal is not null then
    perform auth.audit_put(p_project, 'signin_refused', p_ip => p_ip, p_detail => jsonb_strip_nulls(
      jsonb_build_object('code', refusal ->> 'code', 'provider', p_provider, 'denied', p_denied, 'fault', p_fault)));
    return;
  end if;
  insert into auth.tickets (project_id, purpose, channel, destination, hash, payload, expires_at)
  values (p_project, 'exchange', 'none', encode(p_code_hash, 'hex'), p_code_hash, jsonb_build_object(
    'intent', p_intent, 'challenge', p_challenge, 'identity', p_identity, 'tokens', encode(p_tokens_sealed, 'hex')),
    now() + interval '5 minutes');
end $$;
comment on function auth.oauth_prove(uuid, text, bytea, text, text, jsonb, bytea, text, text, inet) is
  'Notes what came of a sign-in at a provider: the account there, for who brings the code and the verifier of p_challenge (five minutes, once); or why there is none: p_denied by the user or provider, p_fault otherwise. Nothing here has changed yet but this. Keeps the audit row of a refusal. Refuses provider_denied, provider_failed.';
