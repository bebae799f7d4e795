create or replace function auth.members_read(
  p_tenant text, p_limit integer default 50, p_cursor text default null, p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_by jsonb := auth.tenant_actor(p_project, p_by, p_tenant);
  v_limit integer := least(greatest(coalesce(p_limit, 50), 1), 200);
  v_from record := auth.cursor_read(p_cursor);
  v_page auth.memberships[];
begin
  v_page := array(select m from auth.memberships m
    where m.project_id = (v_by ->> 'project')::uuid and m.tenant_id = (v_by ->> 'tenant')::uuid and (m.created_at, m.user_id) < (v_from.at, v_from.id)
    order by m.created_at desc, m.user_id desc limit v_limit + 1);
  return jsonb_build_object(
    'members', (select coalesce(jsonb_agg(auth.member_document(m) order by m.created_at desc, m.user_id desc), '[]') from unnest(v_page[:v_limit]) m),
    'next_cursor', case when cardinality(v_page) > v_limit then auth.cursor_write(v_page[v_limit].created_at, v_page[v_limit].user_id) end);
end $$;
comment on function auth.members_read(text, integer, text, text, jsonb) is
  'Members of a tenant, who joined last first, a page of up to 200; next_cursor is p_cursor of the next. Any member may ask. Refuses cursor_invalid and what auth.tenant_actor refuses.';
