create or replace function auth.api_keys_read(p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  return (select coalesce(jsonb_agg(auth.api_key_document(k) order by k.created_at desc, k.id), '[]')
    from auth.api_keys k where k.project_id = v_project and k.kind <> 'account');
end $$;
comment on function auth.api_keys_read(text, jsonb) is
  'The public and secret keys of a project, revoked ones too, newest first, for an administrator. Refuses what auth.admin_require refuses.';
