create or replace function auth.users_export(p_project text default 'default')
returns setof jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(p_project);
begin
  perform auth.audit_put(v_project, 'users_exported');
  return query
    select jsonb_strip_nulls(jsonb_build_object(
      'id', u.id, 'external_id', u.external_id, 'email', u.email, 'phone', u.phone, 'password_hash', u.password_hash,
      'email_verified', case when u.email is not null then u.email_confirmed_at is not null end,
      'phone_verified', case when u.phone is not null then u.phone_confirmed_at is not null end,
      'display_name', u.display_name, 'avatar_url', u.avatar_url, 'locale', u.locale, 'created_at', u.created_at,
      'last_sign_in_at', u.last_sign_in_at, 'disabled', case when u.disabled_at is not null then true end))
      || jsonb_build_object('user_metadata', u.user_metadata, 'app_metadata', u.app_metadata)
    from auth.users u
    where u.project_id = v_project and num_nonnulls(u.email, u.phone) > 0
    order by u.created_at, u.id;
end $$;
comment on function auth.users_export(text) is
  'Every user of a project who has an address or number, with their password hash, as auth.users_import takes them. Leaves an audit row. Refuses project_not_found.';
