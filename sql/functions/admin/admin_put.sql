create or replace function auth.admin_put(p_project uuid, p_user uuid, p_role text)
returns void language plpgsql volatile
as $$
begin
  if p_role <> 'owner' and p_project = auth.project_find('admin') then
    perform auth.admin_last_require(p_project, p_user);
  end if;
  insert into auth.project_admins (project_id, user_id, role) values (p_project, p_user, p_role)
  on conflict (project_id, user_id) do update set role = excluded.role;
  perform auth.audit_put(p_project, 'admin_granted', p_detail => jsonb_build_object('admin', p_user, 'role', p_role));
end $$;
comment on function auth.admin_put(uuid, uuid, text) is
  'Makes an account of the realm an admin of a project, or changes the role. Refuses admin_last. Private.';
