create or replace function auth.user_roles_document(p_user auth.users)
returns jsonb language plpgsql stable
as $$
begin
  return (select jsonb_build_object(
      'roles', coalesce(auth.user_roles_of(p_user, p.settings), '{}'),
      'default_role', coalesce((p_user).default_role, p.settings ->> 'default_role'))
    from auth.projects p where p.id = (p_user).project_id);
end $$;
comment on function auth.user_roles_document(auth.users) is
  'The roles of a user in the project, and the one that a client takes unless it asks for another. Private.';
