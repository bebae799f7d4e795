create or replace function auth.maintain(p_batch integer default 5000)
returns void language plpgsql volatile security definer set search_path = ''
as $$
begin
  -- Any node may ask; one does it.
  if not pg_catalog.pg_try_advisory_xact_lock(7205759403792793602) then
    return;
  end if;
  -- Partitions first, as they take the strongest lock; after them nothing waits for anybody.
  perform auth.audit_partitions_ensure();
  perform auth.audit_partitions_drop();
  perform auth.sessions_clean(p_batch), auth.guests_clean(least(p_batch, 500));
  delete from auth.tickets t where t.ctid = any (array(select d.ctid from auth.tickets d where d.expires_at < now() limit p_batch for update skip locked));
  delete from auth.invitations i where i.ctid = any (array(select d.ctid from auth.invitations d where d.expires_at < now() - interval '30 days' limit p_batch for update skip locked));
  delete from auth.ceremonies c where c.ctid = any (array(select d.ctid from auth.ceremonies d where d.expires_at < now() limit p_batch for update skip locked));
  delete from auth.oauth_flows f where f.ctid = any (array(select d.ctid from auth.oauth_flows d where d.expires_at < now() limit p_batch for update skip locked));
  delete from auth.provider_tokens t where t.ctid = any (array(select d.ctid from auth.provider_tokens d where d.expires_at < now() limit p_batch for update skip locked));
  delete from auth.trusted_devices v where v.ctid = any (array(select d.ctid from auth.trusted_devices d where d.expires_at < now() limit p_batch for update skip locked));
  delete from auth.known_devices k where k.ctid = any (array(select d.ctid from auth.known_devices d where d.last_seen_at < now() - interval '1 year' limit p_batch for update skip locked));
  delete from auth.personal_access_tokens v where v.ctid = any (array(select d.ctid from auth.personal_access_tokens d where d.expires_at < now() limit p_batch for update skip locked));
  delete from auth.rate_limits l where l.ctid = any (array(select d.ctid from auth.rate_limits d where d.window_ends_at < now() limit p_batch for update skip locked));
  delete from auth.idempotency_keys i where i.ctid = any (array(select d.ctid from auth.idempotency_keys d where d.created_at < now() - interval '24 hours' limit p_batch));
  delete from auth.outbox o where o.ctid = any (array(select d.ctid from auth.outbox d where d.finished_at < now() - interval '7 days' limit p_batch));
  update auth.signing_keys k set status = 'revoked', private_sealed = null
  from auth.projects p
  where p.id = k.project_id and k.status = 'previous'
    and k.retired_at < now() - make_interval(secs => (p.settings ->> 'access_ttl')::integer + 60);
end $$;
comment on function auth.maintain(integer) is
  'Cleans what has expired, in batches, and makes audit partitions ahead. Any node may run it, or pg_cron.';
