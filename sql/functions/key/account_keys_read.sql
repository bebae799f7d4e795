create or replace function auth.account_keys_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform auth.account_require(p_project, p_user, p_session, p_password_version, p_epoch);
  return (select coalesce(jsonb_agg(auth.api_key_document(k) order by k.created_at desc, k.id), '[]')
    from auth.api_keys k where k.project_id = p_project and k.user_id = p_user and k.revoked_at is null);
end $$;
comment on function auth.account_keys_read(uuid, uuid, uuid, integer, integer) is
  'The bearer''s account keys. Refuses project_not_found and what auth.request_check refuses.';
