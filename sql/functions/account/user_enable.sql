create or replace function auth.user_enable(p_user text, p_project text default 'default')
returns void language sql volatile security definer set search_path = ''
as $$
  update auth.users u set disabled_at = null, disabled_reason = null
  where u.project_id = auth.project_find(p_project) and u.id = auth.user_find(p_user, auth.project_find(p_project))
$$;
comment on function auth.user_enable(text, text) is
  'Lets a disabled user sign in again; the sessions that ended stay ended. Refuses user_not_found, project_not_found.';
