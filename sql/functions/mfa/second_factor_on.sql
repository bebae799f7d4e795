create or replace function auth.second_factor_on(p_user auth.users, p_settings jsonb)
returns boolean language sql stable
as $$
  select ((p_settings ->> 'mfa_on') = 'factor' or (p_user).mfa_enabled)
    and exists (select from auth.factors f
      where f.project_id = (p_user).project_id and f.user_id = (p_user).id and f.confirmed_at is not null)
$$;
comment on function auth.second_factor_on(auth.users, jsonb) is
  'Whether a user has a second factor in force: a confirmed one, and, where mfa_on is toggle, switched on. Private.';
