create or replace function auth.factors_lock(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer)
returns auth.users language plpgsql volatile
as $$
declare
  v_user auth.users;
begin
  select * into v_user from auth.users u where u.project_id = p_project and u.id = p_user for no key update;
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  perform auth.strong_require(p_project, p_user, p_session);
  return v_user;
end $$;
comment on function auth.factors_lock(uuid, uuid, uuid, integer, integer) is
  'Locks the bearer''s user for a change of their factors. Refuses second_factor_required and what auth.request_check refuses. Private.';
