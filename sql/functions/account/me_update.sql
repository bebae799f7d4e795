create or replace function auth.me_update(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_profile jsonb)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  perform auth.profile_require(p_profile), auth.columns_require(null, p_profile -> 'columns'); -- a row is changed in its table
  update auth.users u set
    display_name = case when p_profile ? 'display_name' then p_profile ->> 'display_name' else u.display_name end,
    avatar_url = case when p_profile ? 'avatar_url' then p_profile ->> 'avatar_url' else u.avatar_url end,
    locale = case when p_profile ? 'locale' then p_profile ->> 'locale' else u.locale end,
    user_metadata = case when p_profile ? 'metadata' then p_profile -> 'metadata' else u.user_metadata end
  where u.project_id = p_project and u.id = p_user;
  return auth.user_read(p_project, p_user);
end $$;
comment on function auth.me_update(uuid, uuid, uuid, integer, integer, jsonb) is
  'Changes what is the bearer''s own to change: display_name, avatar_url, locale, metadata (replaced whole); keys not given stay. Refuses profile_invalid and what auth.request_check refuses.';
