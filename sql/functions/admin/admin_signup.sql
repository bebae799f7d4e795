create or replace function auth.admin_signup(p_mode text default null)
returns text language plpgsql volatile security definer set search_path = ''
as $$
begin
  if p_mode in ('open', 'invite') then
    perform auth.project_set('admin', 'signup_enabled', to_jsonb(p_mode = 'open'));
  elsif p_mode is not null then
    perform auth.fail('setting_invalid', '{"field": "admin_signup"}');
  end if;
  return (select case when (p.settings ->> 'signup_enabled')::boolean then 'open' else 'invite' end from auth.projects p where p.kind = 'realm');
end $$;
comment on function auth.admin_signup(text) is
  'Who may make an account of the realm, for the server''s operator: invite (only who was invited) or open (everybody; they administer what they create). Null asks. Refuses setting_invalid.';
