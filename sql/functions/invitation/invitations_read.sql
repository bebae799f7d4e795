create or replace function auth.invitations_read(
  p_project text default 'default', p_limit integer default 50, p_cursor text default null, p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_limit integer := least(greatest(coalesce(p_limit, 50), 1), 200);
  v_after record;
  v_page auth.invitations[];
begin
  select * into v_after from auth.cursor_read(p_cursor);
  v_page := array(select i from auth.invitations i
    where i.project_id = v_project and (i.created_at, i.id) < (v_after.at, v_after.id) order by i.created_at desc, i.id desc limit v_limit + 1);
  return jsonb_build_object(
    'invitations', (select coalesce(jsonb_agg(auth.invitation_document(i) order by i.created_at desc, i.id desc), '[]') from unnest(v_page[:v_limit]) i),
    'next_cursor', case when cardinality(v_page) > v_limit then auth.cursor_write(v_page[v_limit].created_at, v_page[v_limit].id) end);
end $$;
comment on function auth.invitations_read(text, integer, text, jsonb) is
  'Invitations of a project, newest first, used and revoked ones too until a month after their time; next_cursor is p_cursor of the next page. Refuses cursor_invalid and what auth.admin_require refuses.';
