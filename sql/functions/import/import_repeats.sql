create or replace function auth.import_repeats(p_project uuid, p_run uuid)
returns void language plpgsql volatile
as $$
begin
  update auth.import_rows r set outcome = 'refused', reason = 'the same ' || w.field || ' as on line ' || w.first
  from (
    select distinct on (k.line) k.line, k.field, k.first
    from (
      select i.line, v.field, min(i.line) over (partition by v.field, v.value) as first
      from auth.import_rows i
      cross join lateral (values ('id', i.id::text), ('external_id', i.external_id), ('email', i.email), ('phone', i.phone)) v (field, value)
      where i.project_id = p_project and i.run = p_run and i.outcome is null and v.value is not null) k
    where k.first < k.line
    order by k.line, k.field) w
  where r.project_id = p_project and r.run = p_run and r.line = w.line;
end $$;
comment on function auth.import_repeats(uuid, uuid) is
  'Refuses rows that name the user of an earlier row again. Private.';
