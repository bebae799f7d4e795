create or replace function auth.ways_in(p_user auth.users)
returns integer language sql stable
as $$
  select ((p_user).password_hash is not null)::integer
    + (select count(*)::integer from auth.passkeys k
       where k.project_id = (p_user).project_id and k.user_id = (p_user).id and k.revoked_at is null)
    -- An account at a provider that the project has given up opens nothing.
    + (select count(*)::integer from auth.identities i
       join auth.providers v on v.project_id = i.project_id and v.name = i.provider and v.disabled_at is null
       where i.project_id = (p_user).project_id and i.user_id = (p_user).id)
$$;
comment on function auth.ways_in(auth.users) is
  'How many ways into an account its owner holds: a password, passkeys, accounts at providers. Whoever takes one away leaves one. Private.';
