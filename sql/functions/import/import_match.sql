create or replace function auth.import_match(p_project uuid, p_run uuid)
returns void language plpgsql volatile
as $$
begin
  update auth.import_rows r set outcome = case when w.clash then 'refused' else 'exists' end,
    reason = case when w.clash then w.fields || ': belongs to another account' end,
    id = case when w.clash then r.id else w.user_id end
  from (
    -- A union of four joins: one join by this or that would not hash.
    select k.line, (min(k.user_id::text))::uuid as user_id, string_agg(distinct k.field, ', ') as fields,
      count(distinct k.user_id) > 1 or bool_or(k.other) as clash
    from (
      select i.line, 'id' as field, u.id as user_id, false as other
      from auth.import_rows i join auth.users u on u.project_id = i.project_id and u.id = i.id
      where i.project_id = p_project and i.run = p_run and i.outcome is null
      union all
      select i.line, 'external_id', u.id, i.id <> u.id
      from auth.import_rows i join auth.users u on u.project_id = i.project_id and u.external_id = i.external_id
      where i.project_id = p_project and i.run = p_run and i.outcome is null
      union all
      select i.line, 'email', u.id, i.id <> u.id or i.external_id <> u.external_id
      from auth.import_rows i join auth.users u on u.project_id = i.project_id and u.email = i.email
      where i.project_id = p_project and i.run = p_run and i.outcome is null
      union all
      select i.line, 'phone', u.id, i.id <> u.id or i.external_id <> u.external_id
      from auth.import_rows i join auth.users u on u.project_id = i.project_id and u.phone = i.phone
      where i.project_id = p_project and i.run = p_run and i.outcome is null) k
    group by k.line) w
  where r.project_id = p_project and r.run = p_run and r.line = w.line;
end $$;
comment on function auth.import_match(uuid, uuid) is
  'Tells the rows whose user there is already, which is left as it is, from those that clash with one. Private.';
