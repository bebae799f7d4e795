create or replace function auth.project_find(p_ref text)
returns uuid language plpgsql stable
as $$
declare
  v_id uuid;
begin
  select p.id into v_id from auth.projects p
  where p.slug = p_ref
     or p.id = case when p_ref ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then p_ref::uuid
                    when p_ref ~ '^proj_[0-9a-f]{32}$' then right(p_ref, 32)::uuid end;
  if v_id is null then
    perform auth.fail('project_not_found');
  end if;
  return v_id;
end $$;
comment on function auth.project_find(text) is
  'Id of a project by slug, uuid or proj_ id. Refuses project_not_found. Private.';
