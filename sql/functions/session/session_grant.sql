create or replace function auth.session_grant(
  p_project uuid, p_settings jsonb, p_user auth.users, p_method text, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb,
  p_factor uuid default null, p_until timestamptz default null,
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb)
language plpgsql volatile
as $$
declare
  v_amr jsonb := auth.amr_add('[]', p_method, p_factor);
  v_needed boolean := auth.second_factor_needed(p_user, p_settings, v_amr, p_form);
begin
  profile := auth.user_document(p_user) || auth.row_read(p_project, (p_user).id);
  if v_needed then
    challenge := auth.challenge_document(p_user);
  end if;
  if v_needed and p_form ->> 'challenge' is distinct from 'pending' then
    perform auth.challenge_open(p_user, v_amr, p_until, p_form);
    return;
  end if;
  session_id := auth.session_open(p_project, p_settings, (p_user).id, v_amr, v_needed, p_ip, p_user_agent, p_refresh_hash,
    auth.signin_tenant(p_user), p_until);
  claims := auth.session_claims(p_project, session_id);
  perform auth.audit_put(p_project, 'signed_in', (p_user).id, session_id, p_ip, jsonb_build_object('method', p_method, 'pending', v_needed));
end $$;
comment on function auth.session_grant(uuid, jsonb, auth.users, text, inet, text, bytea, jsonb, uuid, timestamptz) is
  'Where every first factor ends: a session, or a challenge for the second factor where the user has one and nothing excuses it. p_form is the wire form that the face wants: challenge ticket (a ticket by its hash, and no session) or pending (a session that opens nothing else); device, the hash of a trusted device''s token, excuses. p_factor is which passkey, token or identity it was: what that opened ends with it, also behind a challenge, and at p_until at the latest. The session speaks for the tenant that auth.project_in spoke of, or that the account is of. Refuses tenant_not_member. The user''s row is locked. Private.';
