create or replace function auth.sessions_clean(p_batch integer)
returns void language plpgsql volatile
as $$
begin
  -- skip locked: what somebody works on now can wait for the next round.
  update auth.sessions s set child_sealed = null
  where s.ctid = any (array(
    select d.ctid from auth.sessions d join auth.projects p on p.id = d.project_id
    where d.child_sealed is not null and d.rotated_at < now() - make_interval(secs => (p.settings ->> 'refresh_grace')::integer)
    limit p_batch for update of d skip locked));
  delete from auth.sessions s where s.ctid = any (array(
    select d.ctid from auth.sessions d join auth.projects p on p.id = d.project_id
    where coalesce(d.revoked_at, least(d.idle_expires_at, d.expires_at)) < now() - make_interval(secs => (p.settings ->> 'session_retention')::integer)
    limit p_batch for update of d skip locked));
  -- A used token is kept as long as its reuse would mean something.
  delete from auth.refresh_tokens t where t.ctid = any (array(
    select d.ctid from auth.refresh_tokens d join auth.projects p on p.id = d.project_id
    where d.used_at < now() - make_interval(secs => (p.settings ->> 'refresh_ttl')::integer)
    limit p_batch for update of d skip locked));
end $$;
comment on function auth.sessions_clean(integer) is
  'Wipes sealed children past their window, and drops long ended sessions and tokens. Private.';
