create or replace function auth.passkeys_of(p_project uuid, p_user uuid)
returns jsonb language sql stable
as $$
  select coalesce(jsonb_agg(auth.passkey_document(k) order by k.created_at, k.id), '[]')
  from auth.passkeys k where k.project_id = p_project and k.user_id = p_user and k.revoked_at is null
$$;
comment on function auth.passkeys_of(uuid, uuid) is
  'A user''s passkeys. Private.';
