create or replace function auth.passkeys_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer)
returns jsonb language plpgsql stable security definer set search_path = ''
as $$
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  return (select coalesce(jsonb_agg(auth.passkey_document(k) order by k.created_at, k.id), '[]')
    from auth.passkeys k where k.project_id = p_project and k.user_id = p_user and k.revoked_at is null);
end $$;
comment on function auth.passkeys_read(uuid, uuid, uuid, integer, integer) is
  'The bearer''s passkeys. Refuses what auth.request_check refuses.';
