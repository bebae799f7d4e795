create or replace function auth.user_find(p_user text, p_project uuid)
returns uuid language plpgsql stable
as $$
declare
  v_id uuid;
begin
  select u.id into v_id from auth.users u
  where u.project_id = p_project
    and (u.email = auth.email_canonical(p_user) and u.tenant_id is not distinct from auth.tenant_pool()
      or u.id = case when p_user ~ '^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$' then p_user::uuid end);
  if v_id is null then
    perform auth.fail('user_not_found');
  end if;
  return v_id;
end $$;
comment on function auth.user_find(text, uuid) is
  'Id of a user by e-mail address (of the tenant that auth.project_in spoke of, where tenants are isolated) or id. Refuses user_not_found. Private.';
