create or replace function auth.identity_signup(
  p_project uuid, p_settings jsonb, p_identity jsonb, p_ip inet, out person auth.users, out refusal jsonb)
language plpgsql volatile
as $$
declare
  v_email text := auth.identity_email(p_identity);
  v_proven boolean := auth.identity_email_proven(p_identity);
  v_new record;
begin
  refusal := case
    -- With conceal this answer is that of a known address too.
    when not v_proven and (p_settings ->> 'signup_proof' = 'code' or v_email is not null and (p_settings ->> 'conceal')::boolean)
      then auth.refusal('identity_email_unverified')
    else auth.network_limit_hit(p_project, p_settings, 'limit_signup_network', p_ip) end;
  if refusal is not null then
    return;
  end if;
  select * into v_new from auth.user_signup(p_project, p_settings, v_email, null, coalesce(p_identity -> 'profile', '{}'), 'fed', p_ip, v_proven,
    p_context => jsonb_build_object('provider', p_identity -> 'provider', 'subject', p_identity -> 'subject'));
  refusal := v_new.refusal;
  if refusal is null and v_new.user_id is null then
    perform auth.fail('email_taken'); -- a moment ago
  elsif refusal is null then
    person := auth.user_read_row(p_project, v_new.user_id);
    perform auth.audit_put(p_project, 'signed_up', person.id, p_ip => p_ip,
      p_detail => jsonb_build_object('method', 'fed', 'provider', p_identity ->> 'provider'));
  end if;
end $$;
comment on function auth.identity_signup(uuid, jsonb, jsonb, inet) is
  'Makes the user of an account at a provider. Refuses signup_disabled, email_domain_refused, invitation_needed, identity_email_unverified, email_taken, over_limit, and what the project''s own hooks refuse. Private.';
