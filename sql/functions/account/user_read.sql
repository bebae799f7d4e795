create or replace function auth.user_read(p_project uuid, p_user uuid)
returns jsonb language plpgsql stable
as $$
begin
  return (select auth.user_document(u) || auth.row_read(p_project, p_user) from auth.users u where u.project_id = p_project and u.id = p_user);
end $$;
comment on function auth.user_read(uuid, uuid) is
  'A user''s document by id; null when there is none. Private.';
