create or replace function auth.admin_role_require(p_role text)
returns void language plpgsql immutable
as $$
begin
  if p_role is null or p_role not in ('owner', 'admin') then
    perform auth.fail('admin_role_unknown');
  end if;
end $$;
comment on function auth.admin_role_require(text) is
  'Refuses admin_role_unknown. Private.';
