create or replace function auth.signup_begin(
  p_project uuid, p_identifier text, p_profile jsonb, p_ip inet, p_redirect text default null,
  p_idempotency bytea default null, p_request bytea default null, p_invitation bytea default null,
  out replayed boolean, out sealed bytea, out claims jsonb, out profile jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
begin
  perform auth.profile_require(p_profile), auth.columns_require(p_project, p_profile -> 'columns');
  perform auth.redirect_check(v_settings, p_redirect);
  perform auth.signup_require(p_project, v_settings, auth.identifier_require(p_identifier), p_invitation => p_invitation);
  if v_settings ->> 'signup_proof' = 'code' and p_invitation is null then
    perform auth.fail('signup_needs_code');
  end if;
  select r.replayed, r.sealed, r.claims, r.profile into replayed, sealed, claims, profile
  from auth.signup_replay(p_project, p_idempotency, p_request) r;
  if not replayed then
    refusal := auth.network_limit_hit(p_project, v_settings, 'limit_signup_network', p_ip);
  end if;
end $$;
comment on function auth.signup_begin(uuid, text, jsonb, inet, text, bytea, bytea, bytea) is
  'First half of a sign-up, before the password is hashed. Keeps the count of tries. replayed: sealed, claims and profile are those of the first answer to the same Idempotency-Key. Refuses email_invalid, email_missing, phone_invalid, profile_invalid, field_unknown, column_invalid, redirect_not_allowed, signup_disabled, email_domain_refused, invitation_needed, invitation_invalid, signup_needs_code, over_limit, idempotency_key_reused.';
