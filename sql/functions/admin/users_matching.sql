create or replace function auth.users_matching(p_project uuid, p_search text)
returns setof auth.users language plpgsql stable
as $$
declare
  -- What begins with a text lies between it and it with the last character of all, byte by byte.
  v_text text := lower(btrim(p_search));
  v_end text := lower(btrim(p_search)) || chr(1114111);
  v_hex text := case when p_search ~* '^[0-9a-f-]{4,36}$' then replace(lower(p_search), '-', '') end;
begin
  return query select u.* from auth.users u where u.project_id = p_project and u.id in (
    select e.id from auth.users e where e.project_id = p_project and e.email ~>=~ v_text and e.email ~<~ v_end
    union all
    select t.id from auth.users t where t.project_id = p_project and t.phone is not null and t.phone ~>=~ v_text and t.phone ~<~ v_end
    union all
    select n.id from auth.users n where n.project_id = p_project and n.display_name is not null
      and lower(n.display_name) ~>=~ v_text and lower(n.display_name) ~<~ v_end
    union all
    select i.id from auth.users i where i.project_id = p_project
      and i.id between rpad(left(v_hex, 32), 32, '0')::uuid and rpad(left(v_hex, 32), 32, 'f')::uuid);
end $$;
comment on function auth.users_matching(uuid, text) is
  'Users whose address, number, name or id begins with a text. Private.';
