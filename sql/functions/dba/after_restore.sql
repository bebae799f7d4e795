create or replace function auth.after_restore(out projects bigint, out sessions bigint, out links bigint, out mails bigint)
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform auth.signing_keys_revoke(p.id::text), auth.audit_put(p.id, 'restored') from auth.projects p order by p.id;
  get diagnostics projects = row_count;
  update auth.sessions s set revoked_at = now(), revoked_reason = 'restored', child_sealed = null where s.revoked_at is null;
  get diagnostics sessions = row_count;
  delete from auth.tickets;
  get diagnostics links = row_count;
  update auth.outbox o set status = 'dead', finished_at = now(), payload_sealed = null, last_error = 'restored from a backup'
  where o.status = 'pending';
  get diagnostics mails = row_count;
  delete from auth.idempotency_keys;
  -- Roles are not part of a database's dump: the data logins may have other passwords now, or none.
  update auth.projects p set data_login_sealed = null where p.data_login_sealed is not null;
end $$;
comment on function auth.after_restore() is
  'Ends what a restored backup would bring back to life in every project: sessions with their refresh tokens, signing keys, links, mails that were waiting, answers kept for an Idempotency-Key. Says how many. Run it before the nodes start. API keys, passwords and users are as they were: see the README.';
