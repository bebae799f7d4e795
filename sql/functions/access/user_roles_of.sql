create or replace function auth.user_roles_of(p_user auth.users, p_settings jsonb)
returns text[] language sql immutable
as $$
  select case
    when (p_user).roles is not null then nullif((p_user).roles, '{}')
    when (p_user).is_anonymous or (p_settings -> 'default_roles') = '[]' then null
    else array(select jsonb_array_elements_text(p_settings -> 'default_roles')) end
$$;
comment on function auth.user_roles_of(auth.users, jsonb) is
  'Roles of a user in the project itself: their own, or else the project''s default_roles, which guests do not have; null for none. Private.';
