create or replace function auth.admin_signup(p_mode text default null)
returns text language plpgsql volatile security definer set search_path = ''
as $$
begin
  if p_mode in ('open', 'invite') then
    perform auth.project_set('admin', 'signup_mode', to_jsonb(case p_mode when 'invite' then 'invitation' else p_mode end));
  elsif p_mode is not null then
    perform auth.fail('setting_invalid', '{"field": "admin_signup"}');
  end if;
  return (select case p.settings ->> 'signup_mode' when 'open' then 'open' else 'invite' end from auth.projects p where p.kind = 'realm');
end $$;
comment on function auth.admin_signup(text) is
  'Who may make an account of the realm, for the server''s operator: invite (only who was invited) or open (everybody; they administer what they create). Null asks. Refuses setting_invalid.';
