create or replace function auth.user_show(p_user text, p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_user uuid := auth.user_find(p_user, v_project);
begin
  return auth.user_record(auth.user_read_row(v_project, v_user)) || auth.row_read(v_project, v_user);
end $$;
comment on function auth.user_show(text, text, jsonb) is
  'One user (e-mail address or id), for an administrator, with the declared columns of their row. Refuses user_not_found and what auth.admin_require refuses.';
