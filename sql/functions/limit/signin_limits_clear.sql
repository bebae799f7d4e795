create or replace function auth.signin_limits_clear(p_project uuid, p_email text, p_ip inet)
returns void language sql volatile
as $$
  select auth.limit_clear(p_project, 'limit_signin_account_network', p_email || ' ' || coalesce(auth.network(p_ip)::text, '')),
         auth.limit_clear(p_project, 'limit_signin_account', p_email)
$$;
comment on function auth.signin_limits_clear(uuid, text, inet) is
  'Forgets wrong passwords of an account, here and from everywhere, once somebody has shown that it is theirs. Private.';
