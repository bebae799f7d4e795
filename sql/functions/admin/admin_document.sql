create or replace function auth.admin_document(p_admin auth.project_admins)
returns jsonb language sql stable
as $$
  select jsonb_build_object('id', u.id, 'email', u.email, 'display_name', u.display_name, 'role', (p_admin).role,
    'created_at', (p_admin).created_at, 'last_sign_in_at', u.last_sign_in_at, 'disabled_at', u.disabled_at)
  from auth.users u where u.project_id = auth.project_find('admin') and u.id = (p_admin).user_id
$$;
comment on function auth.admin_document(auth.project_admins) is
  'An admin of a project as others see them. Private.';
