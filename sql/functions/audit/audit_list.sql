create or replace function auth.audit_list(
  p_project text default 'default', p_user uuid default null, p_event text default null, p_result text default null,
  p_from timestamptz default null, p_to timestamptz default null, p_ip inet default null,
  p_limit integer default 50, p_cursor text default null, p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_limit integer := least(greatest(coalesce(p_limit, 50), 1), 200);
  v_after record;
  v_page auth.audit_log[];
begin
  if p_result not in ('ok', 'refused') then
    perform auth.fail('audit_result_unknown');
  end if;
  select * into v_after from auth.cursor_read(p_cursor);
  v_page := array(select a from auth.audit_log a
    where a.project_id = v_project and a.at >= coalesce(p_from, '-infinity') and a.at < coalesce(p_to, 'infinity')
      and a.at <= v_after.at and (a.at, a.id) < (v_after.at, v_after.id)
      and (p_user is null or a.user_id = p_user)
      and (p_event is null or a.event = p_event or (p_event like '%*' and starts_with(a.event, rtrim(p_event, '*'))))
      and (p_result is null or a.result = p_result)
      and (p_ip is null or a.ip <<= p_ip)
    order by a.at desc, a.id desc limit v_limit + 1);
  return jsonb_build_object(
    'events', (select coalesce(jsonb_agg(auth.audit_document(a) order by a.at desc, a.id desc), '[]') from unnest(v_page[:v_limit]) a),
    'next_cursor', case when cardinality(v_page) > v_limit then auth.cursor_write(v_page[v_limit].at, v_page[v_limit].id) end);
end $$;
comment on function auth.audit_list(text, uuid, text, text, timestamptz, timestamptz, inet, integer, text, jsonb) is
  'The audit log of a project, newest first, a page of up to 200 at a time; next_cursor is p_cursor of the next. By whose account, event (signin_* for all that begin so), result (ok, refused), time (from p_from, before p_to) and address or network. Refuses cursor_invalid, audit_result_unknown and what auth.admin_require refuses.';
