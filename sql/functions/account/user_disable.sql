create or replace function auth.user_disable(p_user text, p_project text default 'default', p_reason text default null)
returns void language sql volatile security definer set search_path = ''
as $$
  update auth.users u set disabled_at = coalesce(u.disabled_at, now()), disabled_reason = p_reason
  where u.project_id = auth.project_find(p_project) and u.id = auth.user_find(p_user, auth.project_find(p_project))
$$;
comment on function auth.user_disable(text, text, text) is
  'Disables a user (e-mail address or id) and ends all sessions; access tokens are dead at once. Refuses user_not_found, project_not_found.';
