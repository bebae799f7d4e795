create or replace function auth.provider_remove(p_project uuid, p_name text)
returns boolean language plpgsql volatile security definer set search_path = ''
as $$
begin
  delete from auth.providers v where v.project_id = p_project and v.name = p_name;
  if found then
    perform auth.audit_put(p_project, 'provider_removed', p_detail => jsonb_build_object('provider', p_name));
  end if;
  return found;
end $$;
comment on function auth.provider_remove(uuid, text) is
  'Takes an identity provider from a project; false when there was none. Whose accounts there are whose is kept, for the case that it comes back.';
