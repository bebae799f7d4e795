create or replace function auth.admin_bootstrap_begin(p_hash bytea, p_ip inet, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_realm uuid := auth.project_find('admin');
begin
  refusal := auth.network_limit_hit(v_realm, auth.project_settings(v_realm), 'limit_signup_network', p_ip);
  if refusal is null and not exists (select from auth.tickets t
    where t.project_id = v_realm and t.purpose = 'bootstrap' and t.hash = p_hash and t.expires_at > now())
  then
    refusal := auth.refusal('link_invalid');
  end if;
end $$;
comment on function auth.admin_bootstrap_begin(bytea, inet) is
  'Asks whether a bootstrap secret is worth the hash of a password; consumes nothing. Keeps the count of tries. Refuses over_limit, link_invalid.';
