create or replace function auth.oauth_code_redeem(
  p_project uuid, p_code_hash bytea, p_challenge text, p_link boolean, p_ip inet, out ticket auth.tickets, out refusal jsonb)
language plpgsql volatile
as $$
begin
  select * into ticket from auth.tickets t
  where t.project_id = p_project and t.hash = p_code_hash and t.purpose = 'exchange' and t.expires_at > now()
  for update;
  if ticket.id is null then
    perform auth.fail('code_invalid');
  elsif ticket.attempts > 0 and ticket.payload ->> 'challenge' is not distinct from p_challenge then
    -- RFC 6749 section 4.1.2: who had it first may not have been its owner.
    perform auth.session_end(p_project, ticket.session_id, 'code_reused'),
            auth.audit_put(p_project, 'oauth_code_reused', p_session => ticket.session_id, p_ip => p_ip);
    refusal := auth.refusal('code_invalid');
  elsif ticket.payload ->> 'challenge' is distinct from p_challenge or (ticket.payload ->> 'intent' = 'link') <> p_link then
    perform auth.audit_put(p_project, 'signin_refused', p_ip => p_ip,
      p_detail => jsonb_build_object('code', 'code_invalid', 'provider', ticket.payload -> 'identity' ->> 'provider'));
    refusal := auth.refusal('code_invalid');
  else
    update auth.tickets t set attempts = 1, payload = t.payload - 'tokens' where t.project_id = p_project and t.id = ticket.id;
  end if;
end $$;
comment on function auth.oauth_code_redeem(uuid, bytea, text, boolean, inet) is
  'Takes the code of auth.oauth_prove: once, with its verifier, and for what it was begun for. A second use ends the session of the first. Keeps the audit row of a refusal. Refuses code_invalid. Private.';
