create or replace function auth.signup_require(p_settings jsonb)
returns void language plpgsql immutable
as $$
begin
  if not (p_settings ->> 'signup_enabled')::boolean then
    perform auth.fail('signup_disabled');
  end if;
end $$;
comment on function auth.signup_require(jsonb) is
  'Refuses signup_disabled where the project takes no new accounts. Private.';
