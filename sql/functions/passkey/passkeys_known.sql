create or replace function auth.passkeys_known(p_project uuid, p_user uuid)
returns jsonb language sql stable
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', encode(k.credential_id, 'base64'), 'transports', to_jsonb(k.transports)) order by k.created_at, k.id), '[]')
  from auth.passkeys k
  where k.project_id = p_project and k.user_id = p_user and k.revoked_at is null
$$;
comment on function auth.passkeys_known(uuid, uuid) is
  'A user''s passkeys as an authenticator knows them: ids and transports. Private.';
