create or replace function auth.account_require(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer)
returns void language plpgsql volatile
as $$
begin
  if p_project is distinct from auth.project_find('admin') then
    perform auth.fail('project_not_found');
  end if;
  perform from auth.users u where u.project_id = p_project and u.id = p_user for no key update;
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
end $$;
comment on function auth.account_require(uuid, uuid, uuid, integer, integer) is
  'Lets in an admin by access token, and locks their account: only accounts of the realm have account keys. Refuses project_not_found and what auth.session_require refuses. Private.';
