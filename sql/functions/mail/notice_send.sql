create or replace function auth.notice_send(p_project uuid, p_user uuid, p_setting text, p_template text, p_data jsonb default '{}')
returns void language plpgsql volatile
as $$
declare
  v_user auth.users := auth.user_read_row(p_project, p_user);
begin
  -- A user who is just being deleted is no more, and gets none.
  if v_user.email is not null and (select (p.settings ->> p_setting)::boolean from auth.projects p where p.id = p_project) then
    perform auth.outbox_put(v_user, p_template, null, p_data);
  end if;
end $$;
comment on function auth.notice_send(uuid, uuid, text, text, jsonb) is
  'Tells the owner of an account by mail what has happened to it, where the project''s setting says so. Private.';
