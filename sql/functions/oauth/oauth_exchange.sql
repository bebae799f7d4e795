create or replace function auth.oauth_exchange(
  p_project uuid, p_code_hash bytea, p_challenge text,
  p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean,
  p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb default '{}',
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_code record;
begin
  select * into v_code from auth.oauth_code_redeem(p_project, p_code_hash, p_challenge, false, p_ip);
  refusal := v_code.refusal;
  if refusal is not null then
    return;
  end if;
  select g.session_id, g.claims, g.profile, g.challenge, g.refusal into session_id, claims, profile, challenge, refusal
  from auth.identity_signin(p_project, (v_code.ticket).payload -> 'identity', decode((v_code.ticket).payload ->> 'tokens', 'hex'),
    (v_code.ticket).payload ->> 'intent', null,
    p_link_hash, p_code_mac, p_proof_sealed, p_silent, p_ip, p_user_agent, p_refresh_hash, p_form) g;
  update auth.tickets t set session_id = oauth_exchange.session_id where t.project_id = p_project and t.id = (v_code.ticket).id;
end $$;
comment on function auth.oauth_exchange(uuid, bytea, text, bytea, bytea, bytea, boolean, inet, text, bytea, jsonb) is
  'Ends a sign-in at a provider: the code of auth.oauth_prove, with the S256 of its verifier, for what auth.identity_signin gives. Keeps counts and the audit row of a refusal. Refuses code_invalid, identity_taken, identity_unknown, identity_email_unverified, email_taken, email_not_verified, user_disabled, signup_disabled, email_domain_refused, invitation_needed, over_limit, and what the project''s own hooks refuse.';
