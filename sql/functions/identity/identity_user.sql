create or replace function auth.identity_user(
  p_project uuid, p_settings jsonb, p_identity jsonb, p_intent text, p_ip inet,
  out person auth.users, out found_by text, out refusal jsonb)
language plpgsql volatile
as $$
declare
  v_email text := auth.identity_email(p_identity);
  v_proven boolean := auth.identity_email_proven(p_identity);
  v_new record;
begin
  perform auth.identity_lock(p_project, p_identity);
  person := auth.identity_holder(p_project, p_identity);
  if person.id is not null then
    found_by := 'identity';
    refusal := case when p_intent = 'new' then auth.refusal('identity_taken') end;
    if v_proven and person.email = v_email then
      person := auth.identifier_confirm(p_project, person.id, v_email);
    end if;
    return;
  end if;
  select * into person from auth.users u where u.project_id = p_project and u.email = v_email and u.tenant_id is not distinct from auth.tenant_pool() for no key update;
  if person.id is not null then
    found_by := 'email';
    refusal := case
      when not v_proven then auth.refusal('identity_email_unverified')
      when person.disabled_at is not null then auth.refusal('user_disabled')
      when p_intent = 'new' then auth.refusal('email_taken') end;
    if refusal is null then
      -- Nobody has shown the address before: whoever signed up with it may not be its owner.
      person := auth.identifier_prove(person, v_email);
    end if;
  elsif p_intent = 'known' then
    refusal := auth.refusal('identity_unknown');
  else
    found_by := 'signup';
    select * into v_new from auth.identity_signup(p_project, p_settings, p_identity, p_ip);
    person := v_new.person;
    refusal := v_new.refusal;
  end if;
end $$;
comment on function auth.identity_user(uuid, jsonb, jsonb, text, inet) is
  'Whom a proven account at a provider signs in, locked: its holder; else who has its e-mail address, if the provider has verified that (found_by email; what was set before the address was shown here dies); else somebody new. Refuses identity_taken, identity_unknown, identity_email_unverified, email_taken, user_disabled, signup_disabled, email_domain_refused, invitation_needed, over_limit, and what the project''s own hooks refuse. Private.';
