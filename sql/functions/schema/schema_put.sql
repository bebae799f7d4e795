create or replace function auth.schema_put(p_document jsonb, p_project text default 'default', p_by jsonb default null, p_dry boolean default false)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_new jsonb := auth.schema_normal(p_document);
  v_old record;
  v_plan jsonb;
  v_destructive boolean;
  v_confirmed boolean := coalesce(p_document -> 'confirm_destructive' = 'true', false);
  v_applied boolean := false;
begin
  -- One change at a time.
  perform from auth.projects p where p.id = v_project for no key update;
  v_old := auth.schema_current(v_project);
  select coalesce(jsonb_agg(to_jsonb(s) - 'place' order by s.n), '[]'), coalesce(bool_or(s.destructive), false) into v_plan, v_destructive
  from (select p.*, row_number() over () as n from auth.schema_plan(v_project, v_old.document, v_new) p) s;
  if not p_dry and (v_confirmed or not v_destructive) then
    if v_old.document <> v_new then
      perform auth.schema_apply(v_project, v_old.version + 1, v_old.document, v_new, v_plan);
    end if;
    v_applied := true;
  end if;
  return jsonb_build_object('version', v_old.version + case when v_applied and v_old.document <> v_new then 1 else 0 end,
    'applied', v_applied, 'destructive', v_destructive, 'confirm_needed', v_destructive and not v_confirmed,
    'changes', (select coalesce(jsonb_agg(jsonb_strip_nulls(c - 'statement' - 'n')), '[]') from jsonb_array_elements(v_plan) c),
    'statements', (select coalesce(jsonb_agg(c -> 'statement'), '[]') from jsonb_array_elements(v_plan) c),
    'schema', jsonb_build_object('tables', v_new));
end $$;
comment on function auth.schema_put(jsonb, text, jsonb, boolean) is
  'Makes a project''s tables what this document declares, all of them, for an administrator; p_dry only says what it would run. What may lose data is done only with "confirm_destructive": true in the document; without it this is a preview. Runs as the project''s service role, in one transaction: all or nothing. Refuses schema_invalid, schema_conflict, auth_table_exists, auth_table_unfit, column_reserved and what auth.admin_require refuses.';
