create or replace function auth.admin_revoke(p_user text, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by, 'owner');
  v_realm uuid := auth.project_find('admin');
  v_user auth.users := auth.admin_user(p_user, v_realm);
begin
  if not exists (select from auth.project_admins a where a.project_id = v_project and a.user_id = v_user.id) then
    perform auth.fail('admin_not_found');
  elsif v_project = v_realm then
    perform auth.admin_last_require(v_realm, v_user.id);
  end if;
  delete from auth.project_admins a where a.project_id = v_project and a.user_id = v_user.id;
  perform auth.audit_put(v_project, 'admin_revoked', p_detail => jsonb_build_object('admin', v_user.id));
end $$;
comment on function auth.admin_revoke(text, text, jsonb) is
  'Takes a project from an admin (e-mail address or id), for its owner; the account stays. The last owner of the server stays too. Refuses user_not_found, admin_not_found, admin_last and what auth.admin_require refuses.';
