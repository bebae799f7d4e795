create or replace function auth.user_document(p_user auth.users)
returns jsonb language sql stable
as $$
  select jsonb_build_object(
    'id', (p_user).id,
    'email', (p_user).email,
    'email_verified', (p_user).email_confirmed_at is not null,
    'phone', (p_user).phone,
    'phone_verified', (p_user).phone_confirmed_at is not null,
    'display_name', (p_user).display_name,
    'avatar_url', (p_user).avatar_url,
    'locale', (p_user).locale,
    'metadata', (p_user).user_metadata,
    'app_metadata', (p_user).app_metadata,
    'is_anonymous', (p_user).is_anonymous,
    'created_at', (p_user).created_at,
    'updated_at', (p_user).updated_at,
    'last_sign_in_at', (p_user).last_sign_in_at)
$$;
comment on function auth.user_document(auth.users) is
  'A user as they may see themselves: no hash, no version, no reason of a block. Private.';
