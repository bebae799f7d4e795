create or replace function auth.invite_put(
  p_by jsonb, p_email text, p_payload jsonb, p_redirect text, p_hash bytea, p_sealed bytea)
returns auth.tickets language plpgsql volatile
as $$
declare
  v_project uuid := p_by ->> 'project';
  v_ttl integer := p_by #>> '{settings,invite_ttl}';
  v_ticket auth.tickets;
begin
  insert into auth.tickets as t (project_id, tenant_id, purpose, destination, hash, redirect_to, payload, expires_at)
  values (v_project, (p_by ->> 'tenant')::uuid, 'invite', p_email, p_hash, p_redirect, p_payload, now() + make_interval(secs => v_ttl))
  on conflict (project_id, tenant_id, destination) where purpose = 'invite' do update set
    id = gen_random_uuid(), hash = excluded.hash, redirect_to = excluded.redirect_to, payload = excluded.payload,
    created_at = now(), expires_at = excluded.expires_at
  returning * into v_ticket;
  perform auth.outbox_send(v_project, p_email, 'tenant_invite', p_sealed, jsonb_strip_nulls(jsonb_build_object(
      'expires_in', v_ttl, 'tenant_name', n.name, 'invited_by', i.name)), i.locale),
    auth.audit_put(v_project, 'invite_sent', (p_by ->> 'user')::uuid, (p_by ->> 'session')::uuid,
      p_detail => jsonb_build_object('tenant', n.id, 'invite', v_ticket.id))
  from auth.tenants n
  left join lateral (select u.display_name as name, u.locale from auth.users u
    where u.project_id = v_project and u.id = (p_by ->> 'user')::uuid) i on true
  where n.project_id = v_project and n.id = (p_by ->> 'tenant')::uuid;
  return v_ticket;
end $$;
comment on function auth.invite_put(jsonb, text, jsonb, text, bytea, bytea) is
  'Keeps an invitation, the only one of its address and tenant, and mails it. Private.';
