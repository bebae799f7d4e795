create or replace function auth.identity_link(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer,
  p_identity jsonb, p_tokens_sealed bytea, p_fault text, p_ip inet,
  out identity jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user auth.users;
  v_id uuid;
begin
  perform auth.identity_lock(p_project, p_identity);
  v_user := auth.factors_lock(p_project, p_user, p_session, p_password_version, p_epoch);
  perform auth.identities_room(v_user);
  if p_fault is null then
    v_id := auth.identity_put(p_project, p_user, p_identity);
  end if;
  refusal := case
    when p_fault is not null then auth.refusal('identity_invalid')
    when v_id is null then auth.refusal('identity_taken') end;
  if refusal is not null then
    perform auth.audit_put(p_project, 'identity_refused', p_user, p_session, p_ip, jsonb_strip_nulls(
      jsonb_build_object('code', refusal ->> 'code', 'provider', p_identity ->> 'provider', 'fault', p_fault)));
    return;
  end if;
  if v_user.is_anonymous then
    perform auth.identity_convert(v_user, p_session, v_id, p_identity, p_ip);
  end if;
  perform auth.provider_tokens_put(p_project, v_id, p_tokens_sealed),
          auth.audit_put(p_project, 'identity_linked', p_user, p_session, p_ip,
            jsonb_build_object('provider', p_identity ->> 'provider', 'identity', v_id, 'by', 'user'));
  identity := (select auth.identity_document(i) from auth.identities i where i.project_id = p_project and i.id = v_id);
end $$;
comment on function auth.identity_link(uuid, uuid, uuid, integer, integer, jsonb, bytea, text, inet) is
  'Makes a proven account at a provider the bearer''s, whatever its e-mail address; a guest becomes an account by it. Keeps the audit row of a refusal. Refuses identity_invalid, identity_taken, identities_too_many, signup_disabled, email_domain_refused, invitation_needed, signup_needs_code, email_taken, second_factor_required, what the project''s own hooks refuse, and what auth.request_check does.';
