create or replace function auth.users_page(
  p_project text default 'default', p_search text default null, p_state text default null,
  p_limit integer default 50, p_cursor text default null, p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_limit integer := least(greatest(coalesce(p_limit, 50), 1), 200);
  v_at timestamptz;
  v_id uuid;
  v_page auth.users[];
begin
  if p_state not in ('active', 'disabled', 'unverified', 'anonymous') then
    perform auth.fail('state_unknown');
  end if;
  select c.at, c.id into v_at, v_id from auth.cursor_read(p_cursor) c;
  if coalesce(p_search, '') = '' then
    v_page := array(select u from auth.users u
      where u.project_id = v_project and (u.created_at, u.id) < (v_at, v_id) and auth.user_state_is(u, p_state)
      order by u.created_at desc, u.id desc limit v_limit + 1);
  else
    v_page := array(select u from auth.users_matching(v_project, p_search) u
      where (u.created_at, u.id) < (v_at, v_id) and auth.user_state_is(u, p_state)
      order by u.created_at desc, u.id desc limit v_limit + 1);
  end if;
  return jsonb_build_object(
    'users', (select coalesce(jsonb_agg(auth.user_record(u) order by u.created_at desc, u.id desc), '[]') from unnest(v_page[:v_limit]) u),
    'next_cursor', case when cardinality(v_page) > v_limit then auth.cursor_write(v_page[v_limit].created_at, v_page[v_limit].id) end);
end $$;
comment on function auth.users_page(text, text, text, integer, text, jsonb) is
  'Users of a project, newest first, a page of up to 200 at a time; next_cursor is p_cursor of the next, and new users move no page. p_search is the beginning of an address, number, name or id; p_state is active, disabled, unverified or anonymous. Refuses cursor_invalid, state_unknown and what auth.admin_require refuses.';
