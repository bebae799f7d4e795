create or replace function auth.signin_limits_clear(p_project uuid, p_user uuid, p_ip inet)
returns void language plpgsql volatile
as $$
begin
  perform auth.limit_clear(p_project, 'limit_signin_account_network', p_user || ' ' || coalesce(auth.network(p_ip)::text, ''));
  perform auth.limit_clear(p_project, 'limit_signin_account', p_user::text);
end $$;
comment on function auth.signin_limits_clear(uuid, uuid, inet) is
  'Forgets wrong passwords of an account, here and from everywhere, once somebody has shown that it is theirs. Private.';
