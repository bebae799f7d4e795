create or replace function auth.user_by_identifier(p_project uuid, p_identifier text)
returns auth.users language sql stable
as $$
  select u from auth.users u
  where u.project_id = p_project
    and case when p_identifier like '+%' then u.phone = p_identifier else u.email = p_identifier end
$$;
comment on function auth.user_by_identifier(uuid, text) is
  'The user with this address or number in canonical form; null when there is none. Private.';
