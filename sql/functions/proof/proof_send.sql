create or replace function auth.proof_send(
  p_project uuid, p_settings jsonb, p_user auth.users, p_purpose text, p_to text,
  p_link_hash bytea, p_code_mac bytea, p_sealed bytea, p_silent boolean, p_redirect text default null, p_payload jsonb default '{}')
returns void language plpgsql volatile
as $$
declare
  v_ttl integer := auth.proof_ttl(p_settings, p_purpose, p_code_mac);
begin
  perform auth.ticket_put(p_project, (p_user).id, p_purpose, auth.identifier_channel(p_to), p_to, p_link_hash, p_code_mac, v_ttl,
    p_redirect, p_payload);
  if not p_silent then
    perform auth.outbox_send(p_project, p_to, case p_purpose when 'reset_password' then 'password_reset' else p_purpose end, p_sealed,
      jsonb_strip_nulls(jsonb_build_object('expires_in', v_ttl, 'display_name', (p_user).display_name)), (p_user).locale);
  end if;
end $$;
comment on function auth.proof_send(uuid, jsonb, auth.users, text, text, bytea, bytea, bytea, boolean, text, jsonb) is
  'Opens a link or a code for an address or number and sends it; the older one of the same purpose dies. p_silent: nothing is sent (debug). Private.';
