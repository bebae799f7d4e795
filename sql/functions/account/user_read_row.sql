create or replace function auth.user_read_row(p_project uuid, p_user uuid)
returns auth.users language plpgsql stable
as $$
declare
  v_user auth.users;
begin
  select * into v_user from auth.users u where u.project_id = p_project and u.id = p_user;
  return v_user;
end $$;
comment on function auth.user_read_row(uuid, uuid) is
  'A user''s row by id; null when there is none. Private.';
