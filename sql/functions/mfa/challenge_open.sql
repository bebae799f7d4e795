create or replace function auth.challenge_open(p_user auth.users, p_amr jsonb, p_until timestamptz, p_form jsonb)
returns void language sql volatile
as $$
  insert into auth.tickets (project_id, user_id, purpose, channel, destination, hash, payload, tenant_id, expires_at)
  values ((p_user).project_id, (p_user).id, 'second_factor', 'none', (p_user).id::text, decode(p_form ->> 'ticket', 'hex'),
    jsonb_strip_nulls(jsonb_build_object('amr', p_amr, 'until', p_until, 'password_version', (p_user).password_version)), auth.signin_tenant(p_user), now() + interval '5 minutes')
$$;
comment on function auth.challenge_open(auth.users, jsonb, timestamptz, jsonb) is
  'Opens the ticket that stands between the first factor and the second, and keeps what the first proved. It dies with a change of password. Refuses tenant_not_member. Private.';
