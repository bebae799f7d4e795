create or replace function auth.code_redeem(
  p_project uuid, p_settings jsonb, p_purpose text, p_user uuid, p_destination text, p_macs bytea[],
  out ticket auth.tickets, out refusal jsonb)
language plpgsql volatile
as $$
declare
  v_many boolean;
begin
  -- Counted before anything is compared, known or not: by destination and day, by user, and by code.
  refusal := auth.limit_hit(p_project, p_settings, 'limit_code_destination', p_destination);
  v_many := auth.limit_hit(p_project, p_settings, 'limit_code_user', p_user::text) is not null;
  if refusal is not null then
    return;
  end if;
  perform from auth.users u where u.project_id = p_project and u.id = p_user for no key update;
  update auth.tickets t set attempts = t.attempts + 1
  where t.project_id = p_project and t.purpose = p_purpose and t.owner = coalesce(p_user::text, coalesce(auth.tenant_asked()::text || ' ', '') || p_destination)
    and t.destination = p_destination and t.code_mac is not null and t.expires_at > now()
    and t.attempts < (p_settings ->> 'code_attempts')::integer
  returning t.* into ticket;
  -- Too many by user is no answer of its own: it would tell whose the address is.
  if v_many or ticket.id is null or not ticket.code_mac = any (p_macs) then
    ticket := null;
    refusal := auth.refusal('code_invalid');
    return;
  end if;
  delete from auth.tickets t where t.project_id = p_project and t.id = ticket.id;
  perform auth.limit_clear(p_project, 'limit_code_destination', p_destination), auth.limit_clear(p_project, 'limit_code_user', p_user::text);
end $$;
comment on function auth.code_redeem(uuid, jsonb, text, uuid, text, bytea[]) is
  'Redeems a code: once, for its purpose, destination and user, and within its tries. p_macs are its HMACs under every master key that still opens. Keeps counts. Refuses code_invalid, over_limit. Private.';
