create or replace function auth.api_key_revoke(p_key uuid, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  update auth.api_keys k set revoked_at = now()
  where k.project_id = v_project and k.id = p_key and k.kind <> 'account' and k.revoked_at is null;
  if not found then
    perform auth.fail('key_not_found');
  end if;
  perform auth.audit_put(v_project, 'api_key_revoked', p_detail => jsonb_build_object('key', p_key));
  perform auth.bus_emit('keys', v_project);
end $$;
comment on function auth.api_key_revoke(uuid, text, jsonb) is
  'Ends one API key of a project at once, for an administrator. Refuses key_not_found and what auth.admin_require refuses.';
