create or replace function auth.user_delete(p_user text, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_user auth.users := auth.admin_user(p_user, v_project);
begin
  begin
    delete from auth.users u where u.project_id = v_project and u.id = v_user.id;
  exception when foreign_key_violation then
    perform auth.fail('account_in_use');
  end;
  perform auth.audit_put(v_project, 'user_deleted', v_user.id);
end $$;
comment on function auth.user_delete(text, text, jsonb) is
  'Deletes a user (e-mail address or id) with all that is theirs here, for an administrator; audit rows stay. Refuses user_not_found, account_in_use, admin_last and what auth.admin_require refuses.';
