create or replace function auth.user_record(p_user auth.users)
returns jsonb language sql stable
as $$
  select auth.user_document(p_user) || jsonb_build_object(
    'has_password', (p_user).password_hash is not null,
    'mfa', auth.factors_confirmed((p_user).project_id, (p_user).id) > 0,
    'must_change_password', (p_user).must_change_password,
    'disabled_at', (p_user).disabled_at,
    'disabled_reason', (p_user).disabled_reason,
    'tenant_id', (p_user).tenant_id)
    || auth.user_roles_document(p_user)
$$;
comment on function auth.user_record(auth.users) is
  'A user as an administrator may see them: no hash and no secret. tenant_id is that of an account where tenants are isolated. Private.';
