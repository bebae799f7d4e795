create or replace function auth.admin_ticket_begin(p_purpose text, p_hash bytea, p_ip inet, out email text, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_realm uuid := auth.project_find('admin');
begin
  refusal := auth.network_limit_hit(v_realm, auth.project_settings(v_realm), 'limit_signup_network', p_ip);
  if refusal is not null then
    return;
  end if;
  select nullif(t.destination, 'bootstrap') into email from auth.tickets t
  where t.project_id = v_realm and t.purpose = p_purpose and p_purpose in ('bootstrap', 'invite') and t.hash = p_hash and t.expires_at > now();
  if not found then
    perform auth.fail('link_invalid');
  end if;
end $$;
comment on function auth.admin_ticket_begin(text, bytea, inet) is
  'Asks whether a bootstrap secret or an invitation (p_purpose bootstrap, invite) is worth a hash; consumes nothing, and says whom it invited. Keeps the count of tries that found one. Refuses over_limit, link_invalid.';
