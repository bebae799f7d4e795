create or replace function auth.user_claims(p_user auth.users)
returns jsonb language sql stable
as $$
  select jsonb_build_object(
    'sub', (p_user).id,
    'project', (p_user).project_id,
    'email', coalesce((p_user).email, ''),
    'phone', coalesce((p_user).phone, ''),
    'is_anonymous', (p_user).is_anonymous,
    'app_metadata', (p_user).app_metadata,
    'user_metadata', (p_user).user_metadata,
    'pwv', (p_user).password_version)
$$;
comment on function auth.user_claims(auth.users) is
  'The claims that tell of the user alone. Metadata stays inside its own two claims, so that no key of it can pose as another. Private.';
