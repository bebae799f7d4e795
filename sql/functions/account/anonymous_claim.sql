create or replace function auth.anonymous_claim(p_user auth.users, p_settings jsonb, p_to text, p_proven boolean)
returns void language plpgsql volatile
as $$
declare
  v_user auth.users := p_user;
begin
  v_user.email := case auth.identifier_channel(p_to) when 'mail' then p_to end;
  v_user.phone := case auth.identifier_channel(p_to) when 'sms' then p_to end;
  v_user.email_confirmed_at := case when p_proven and v_user.email is not null then clock_timestamp() end; -- an invitation's token was in its mailbox
  -- A guest has a session already: an address that must be proven first is proven first.
  if p_settings ->> 'signup_proof' = 'code' and not p_proven or not auth.signin_proven(v_user, p_settings) then
    perform auth.fail('signup_needs_code');
  end if;
  begin
    update auth.users u set email = v_user.email, phone = v_user.phone, email_confirmed_at = v_user.email_confirmed_at
    where u.project_id = (p_user).project_id and u.id = (p_user).id;
  exception when unique_violation then
    perform auth.fail(auth.identifier_taken_fault(p_to));
  end;
end $$;
comment on function auth.anonymous_claim(auth.users, jsonb, text, boolean) is
  'Gives a guest an address or number that nobody has shown yet, where the project lets it. Refuses signup_needs_code, email_taken, phone_taken. Private.';
