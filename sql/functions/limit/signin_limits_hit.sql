create or replace function auth.signin_limits_hit(p_project uuid, p_settings jsonb, p_email text, p_user uuid, p_ip inet)
returns jsonb language plpgsql volatile
as $$
declare
  v_network inet := auth.network(p_ip);
  -- An account that has an address and a number is one account, with one count of tries.
  v_account text := coalesce(p_user::text, p_email);
  v_refusal jsonb := auth.network_limit_hit(p_project, p_settings, 'limit_signin_network', p_ip);
begin
  v_refusal := coalesce(v_refusal,
    auth.limit_hit(p_project, p_settings, 'limit_signin_account_network', v_account || ' ' || coalesce(v_network::text, '')));
  -- Where the account has been signed in before, strangers' guesses elsewhere must not lock its owner out.
  if v_refusal is null and not exists (
    select from auth.sessions s where s.project_id = p_project and s.user_id = p_user and s.network = v_network)
  then
    v_refusal := auth.limit_hit(p_project, p_settings, 'limit_signin_account', v_account);
  end if;
  if v_refusal ->> 'limit' like 'limit_signin_account%' then
    return auth.refusal('account_locked', v_refusal - array['code', 'status', 'message', 'suggestion']);
  end if;
  return v_refusal;
end $$;
comment on function auth.signin_limits_hit(uuid, jsonb, text, uuid, inet) is
  'Counts a try to sign in, for unknown addresses too, and returns over_limit or account_locked. Private.';
