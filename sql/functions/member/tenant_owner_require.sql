create or replace function auth.tenant_owner_require(p_member auth.memberships)
returns void language plpgsql stable
as $$
begin
  if (p_member).is_owner and not exists (select from auth.memberships m
    where m.project_id = (p_member).project_id and m.tenant_id = (p_member).tenant_id and m.is_owner and m.user_id <> (p_member).user_id)
  then
    perform auth.fail('tenant_owner_last');
  end if;
end $$;
comment on function auth.tenant_owner_require(auth.memberships) is
  'Refuses tenant_owner_last where a tenant would be left without an owner. The tenant''s row is locked. Private.';
