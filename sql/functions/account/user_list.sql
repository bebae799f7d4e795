create or replace function auth.user_list(p_project text default 'default', p_limit integer default 100, p_after timestamptz default null)
returns table (id uuid, email text, email_verified boolean, created_at timestamptz, last_sign_in_at timestamptz, disabled_at timestamptz, live_sessions bigint)
language sql stable security definer set search_path = ''
as $$
  select u.id, u.email, u.email_confirmed_at is not null, u.created_at, u.last_sign_in_at, u.disabled_at,
    (select count(*) from auth.sessions s where s.project_id = u.project_id and s.user_id = u.id
      and s.revoked_at is null and least(s.idle_expires_at, s.expires_at) > now())
  from auth.users u
  where u.project_id = auth.project_find(p_project) and (p_after is null or u.created_at > p_after)
  -- with ties: users that were made in one transaction have one created_at, and stay on one page.
  order by u.created_at fetch first p_limit rows with ties
$$;
comment on function auth.user_list(text, integer, timestamptz) is
  'Users of a project by the time they were made, for its operator; p_after is the last created_at of the page before.';
