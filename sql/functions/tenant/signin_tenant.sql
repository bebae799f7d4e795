create or replace function auth.signin_tenant(p_user auth.users)
returns uuid language plpgsql stable
as $$
declare
  v_tenant uuid := coalesce(auth.tenant_asked(), (p_user).tenant_id);
begin
  if v_tenant is not null and not exists (select from auth.memberships m
    where m.project_id = (p_user).project_id and m.tenant_id = v_tenant and m.user_id = (p_user).id)
  then
    perform auth.fail('tenant_not_member');
  end if;
  return v_tenant;
end $$;
comment on function auth.signin_tenant(auth.users) is
  'The tenant that a new session speaks for: the one that was asked for, or that the account is of. Refuses tenant_not_member. Private.';
