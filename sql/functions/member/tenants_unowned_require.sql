create or replace function auth.tenants_unowned_require(p_project uuid, p_user uuid)
returns void language plpgsql volatile
as $$
begin
  -- In the order of their ids: two owners who go at once must not wait for each other.
  perform from auth.tenants t
  where t.project_id = p_project
    and t.id in (select m.tenant_id from auth.memberships m where m.project_id = p_project and m.user_id = p_user and m.is_owner)
  order by t.id for no key update;
  perform auth.tenant_owner_require(m) from auth.memberships m where m.project_id = p_project and m.user_id = p_user and m.is_owner;
end $$;
comment on function auth.tenants_unowned_require(uuid, uuid) is
  'Refuses tenant_owner_last where a user who is about to go is the last owner of a tenant. The user''s row is locked. Private.';
