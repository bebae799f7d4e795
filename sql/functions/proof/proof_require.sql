create or replace function auth.proof_require(p_user auth.users, p_purpose text, p_to text)
returns void language plpgsql stable
as $$
begin
  if p_to is null and p_purpose = 'verify_phone' then
    perform auth.fail('phone_missing');
  elsif p_to is null then
    perform auth.fail('email_missing');
  elsif p_purpose not in ('verify_email', 'verify_phone', 'change_email', 'change_phone') then
    raise exception 'a proof for % is not the bearer''s to ask for', p_purpose using errcode = '22023';
  elsif (auth.identifier_channel(p_to) = 'sms') <> (p_purpose like '%phone') then
    perform auth.fail(case when p_purpose like '%phone' then 'phone_invalid' else 'email_invalid' end);
  elsif auth.identifier_proven(p_user, p_to) then
    perform auth.fail(case when p_purpose like '%phone' then 'phone_already_verified' else 'email_already_verified' end);
  end if;
end $$;
comment on function auth.proof_require(auth.users, text, text) is
  'Refuses email_missing, phone_missing, email_invalid, phone_invalid, email_already_verified, phone_already_verified where there is nothing that could be shown. Private.';
