create or replace function auth.tg_sessions__event()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  perform auth.event_put(new.project_id, case tg_op when 'INSERT' then 'session.created' else 'session.revoked' end,
    auth.session_document(new, null) - 'current'
    || jsonb_build_object('user_id', new.user_id, 'pending', new.mfa_pending)
    || case when new.revoked_at is null then '{}' else jsonb_build_object('revoked_at', new.revoked_at, 'reason', new.revoked_reason) end);
  return null;
end $$;
comment on function auth.tg_sessions__event() is
  'Trigger: webhooks are told of sessions that begin, and of those that are ended.';

create or replace trigger _100_event after insert on auth.sessions
  for each row execute function auth.tg_sessions__event();

-- Of this column alone: rotation does not name it, and so never asks.
create or replace trigger _200_event after update of revoked_at on auth.sessions
  for each row when (old.revoked_at is null and new.revoked_at is not null)
  execute function auth.tg_sessions__event();
