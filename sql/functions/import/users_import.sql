create or replace function auth.users_import(p_project text, p_run uuid)
returns table (line bigint, outcome text, reason text, user_id uuid)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(p_project);
begin
  analyze auth.import_rows; -- a table that was empty a moment ago would be joined as such
  perform auth.import_judge(v_project, p_run);
  perform auth.import_repeats(v_project, p_run);
  perform auth.import_match(v_project, p_run);
  perform auth.import_insert(v_project, p_run);
  perform auth.audit_put(v_project, 'users_imported', p_detail => (
    select jsonb_object_agg(c.outcome, c.n)
    from (select r.outcome, count(*) as n from auth.import_rows r where r.project_id = v_project and r.run = p_run group by 1) c));
  return query
    with gone as (
      delete from auth.import_rows r where r.project_id = v_project and r.run = p_run returning r.line, r.outcome, r.reason, r.id)
    select g.line, g.outcome, g.reason, g.id from gone g order by g.line;
end $$;
comment on function auth.users_import(text, uuid) is
  'Makes users of the rows that a COPY left in auth.import_rows under this run, in the same transaction, and says of each what became of it: created, exists (left as it was) or refused, and why. Repeated, it makes nobody twice: users are known by id, external_id, e-mail address and number. Fires no hooks, sends nothing. Refuses project_not_found.';
