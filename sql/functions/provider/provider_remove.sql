create or replace function auth.provider_remove(p_name text, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  delete from auth.providers v where v.project_id = v_project and v.name = p_name;
  if not found then
    perform auth.fail('provider_unknown');
  end if;
  perform auth.audit_put(v_project, 'provider_removed', p_detail => jsonb_build_object('provider', p_name));
end $$;
comment on function auth.provider_remove(text, text, jsonb) is
  'Takes an identity provider from a project. Whose accounts there are whose is kept, for the case that it comes back. Refuses provider_unknown and what auth.admin_require refuses.';
