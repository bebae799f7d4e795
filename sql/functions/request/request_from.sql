create or replace function auth.request_from(p_ip inet, p_user_agent text)
returns inet language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform set_config('rolecall.ip', coalesce(host(p_ip), ''), true), set_config('rolecall.user_agent', coalesce(left(p_user_agent, 400), ''), true);
  return p_ip;
end $$;
comment on function auth.request_from(inet, text) is
  'The address itself; it and the program are noted for the audit log until the transaction ends. To stand in the place of p_ip: auth.signin_begin(..., p_ip => auth.request_from(...)).';
