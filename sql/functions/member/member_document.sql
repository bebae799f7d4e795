create or replace function auth.member_document(p_member auth.memberships)
returns jsonb language sql stable
as $$
  select jsonb_build_object(
    'user_id', u.id,
    'email', u.email,
    'display_name', u.display_name,
    'avatar_url', u.avatar_url,
    'is_owner', (p_member).is_owner,
    'roles', (p_member).roles,
    'joined_at', (p_member).created_at)
  from auth.users u where u.project_id = (p_member).project_id and u.id = (p_member).user_id
$$;
comment on function auth.member_document(auth.memberships) is
  'A member as the others of the tenant see them. Private.';
