create or replace function auth.import_judge(p_project uuid, p_run uuid)
returns void language plpgsql volatile
as $$
begin
  update auth.import_rows r set email = auth.email_canonical(nullif(btrim(r.email), '')), phone = auth.identifier_canonical(nullif(btrim(r.phone), ''))
  where r.project_id = p_project and r.run = p_run and num_nonnulls(r.email, r.phone) > 0;
  update auth.import_rows r set outcome = 'refused', reason = auth.import_fault(r)
  where r.project_id = p_project and r.run = p_run and auth.import_fault(r) is not null;
end $$;
comment on function auth.import_judge(uuid, uuid) is
  'Gives addresses and numbers their one form, and refuses rows that no user could be. Private.';
