create or replace function auth.second_factor_needed(p_user auth.users, p_settings jsonb, p_amr jsonb, p_form jsonb)
returns boolean language sql stable
as $$
  select auth.aal(p_amr) < 2
    and auth.second_factor_on(p_user, p_settings)
    and not exists (
      select from auth.trusted_devices d
      where d.project_id = (p_user).project_id and d.hash = decode(p_form ->> 'device', 'hex')
        and d.user_id = (p_user).id and d.expires_at > now())
$$;
comment on function auth.second_factor_needed(auth.users, jsonb, jsonb, jsonb) is
  'Whether a sign-in has to show a second factor: the user has one, the first was not as good as two, and the device is not trusted. Private.';
