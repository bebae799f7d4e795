create or replace function auth.access_roles(p_owner boolean, p_member_roles text[], p_user_roles text[])
returns text[] language sql immutable parallel safe
as $$
  select coalesce(array_agg(distinct r), '{}')
  from unnest(p_user_roles || p_member_roles || case when p_owner then '{owner}'::text[] end) r
$$;
comment on function auth.access_roles(boolean, text[], text[]) is
  'Names of the roles that somebody has in a tenant and in the project. Private.';
