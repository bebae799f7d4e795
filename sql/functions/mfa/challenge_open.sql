create or replace function auth.challenge_open(p_user auth.users, p_method text, p_form jsonb)
returns void language sql volatile
as $$
  insert into auth.tickets (project_id, user_id, purpose, channel, destination, hash, payload, tenant_id, expires_at)
  values ((p_user).project_id, (p_user).id, 'second_factor', 'none', (p_user).id::text, decode(p_form ->> 'ticket', 'hex'),
    jsonb_build_object('method', p_method, 'password_version', (p_user).password_version), auth.signin_tenant(p_user), now() + interval '5 minutes')
$$;
comment on function auth.challenge_open(auth.users, text, jsonb) is
  'Opens the ticket that stands between the first factor and the second. It dies with a change of password. Refuses tenant_not_member. Private.';
