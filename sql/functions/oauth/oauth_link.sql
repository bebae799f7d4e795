create or replace function auth.oauth_link(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer,
  p_code_hash bytea, p_challenge text, p_ip inet,
  out identity jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_code record;
begin
  select * into v_code from auth.oauth_code_redeem(p_project, p_code_hash, p_challenge, true, p_ip);
  refusal := v_code.refusal;
  if refusal is null then
    select l.identity, l.refusal into identity, refusal
    from auth.identity_link(p_project, p_user, p_session, p_password_version, p_epoch,
      (v_code.ticket).payload -> 'identity', decode((v_code.ticket).payload ->> 'tokens', 'hex'), null, p_ip) l;
  end if;
end $$;
comment on function auth.oauth_link(uuid, uuid, uuid, integer, integer, bytea, text, inet) is
  'Links the account at a provider that a sign-in there has shown (begun with intent link), by its code and the S256 of its verifier: it is the bearer''s who brings both, so that nobody is made to link a stranger''s. Keeps the audit row of a refusal. Refuses code_invalid, identity_taken, identities_too_many, signup_disabled, email_domain_refused, invitation_needed, signup_needs_code, email_taken, second_factor_required, what the project''s own hooks refuse, and what auth.request_check does.';
