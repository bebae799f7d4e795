create or replace function auth.tenants_read(
  p_project text default 'default', p_search text default null, p_limit integer default 50, p_cursor text default null, p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_by jsonb := auth.tenant_actor(p_project, p_by);
  v_user uuid := v_by ->> 'user';
  v_limit integer := least(greatest(coalesce(p_limit, 50), 1), 200);
  v_from record := auth.cursor_read(p_cursor);
  v_page jsonb[];
begin
  v_page := array(select auth.tenant_document(t) || jsonb_strip_nulls(jsonb_build_object('is_owner', m.is_owner, 'roles', m.roles))
      || jsonb_build_object('cursor', auth.cursor_write(t.created_at, t.id))
    from auth.tenants t
    left join auth.memberships m on m.project_id = t.project_id and m.tenant_id = t.id and m.user_id = v_user
    where t.project_id = (v_by ->> 'project')::uuid and (v_user is null or m.user_id is not null)
      and (coalesce(p_search, '') = '' or starts_with(t.slug, lower(p_search)) or starts_with(lower(t.name), lower(p_search)))
      and (t.created_at, t.id) < (v_from.at, v_from.id)
    order by t.created_at desc, t.id desc limit v_limit + 1);
  return jsonb_build_object(
    'tenants', (select coalesce(jsonb_agg(d - 'cursor' order by n), '[]') from unnest(v_page[:v_limit]) with ordinality x (d, n)),
    'next_cursor', case when cardinality(v_page) > v_limit then v_page[v_limit] -> 'cursor' end);
end $$;
comment on function auth.tenants_read(text, text, integer, text, jsonb) is
  'The tenants that a user is in, or for an administrator all, newest first, a page of up to 200; next_cursor is p_cursor of the next. p_search is the beginning of a slug or name. Refuses cursor_invalid and what auth.tenant_actor refuses.';
