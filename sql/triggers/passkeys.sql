create or replace function auth.tg_passkeys__removed()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  perform auth.sessions_lower(old.project_id, old.user_id, jsonb_build_object('factor', old.id)),
          auth.challenges_end(old.project_id, old.user_id, old.id);
  return null;
end $$;
comment on function auth.tg_passkeys__removed() is
  'Trigger: what a passkey proved is proven no more, however it was revoked.';

create or replace trigger _100_revoked after update on auth.passkeys
  for each row when (old.revoked_at is null and new.revoked_at is not null)
  execute function auth.tg_passkeys__removed();

create or replace trigger _200_deleted after delete on auth.passkeys
  for each row when (old.revoked_at is null)
  execute function auth.tg_passkeys__removed();

create or replace function auth.tg_passkeys__told()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op <> 'INSERT' then
    perform auth.notice_send(old.project_id, old.user_id, 'notify_passkey', 'passkey_changed', '{"change": "removed"}');
  else
    -- An account that begins with a passkey has nobody to tell yet.
    perform auth.notice_send(new.project_id, new.user_id, 'notify_passkey', 'passkey_changed', '{"change": "added"}')
    from auth.users u where u.project_id = new.project_id and u.id = new.user_id and u.created_at < now();
  end if;
  return null;
end $$;
comment on function auth.tg_passkeys__told() is
  'Trigger: the owner is told of a passkey that was added or revoked, however that was done.';

create or replace trigger _300_told after insert on auth.passkeys
  for each row execute function auth.tg_passkeys__told();

create or replace trigger _400_told after update on auth.passkeys
  for each row when (old.revoked_at is null and new.revoked_at is not null)
  execute function auth.tg_passkeys__told();

create or replace trigger _500_told after delete on auth.passkeys
  for each row when (old.revoked_at is null)
  execute function auth.tg_passkeys__told();

create or replace function auth.tg_passkeys__event()
returns trigger language plpgsql security definer set search_path = ''
as $$
declare
  v_passkey auth.passkeys := case tg_op when 'DELETE' then old else new end;
begin
  -- A user who is just being deleted takes all along.
  perform auth.event_put(v_passkey.project_id, case tg_op when 'INSERT' then 'passkey.added' else 'passkey.removed' end,
    jsonb_build_object('id', v_passkey.id, 'user_id', v_passkey.user_id, 'name', v_passkey.name))
  from auth.users u where u.project_id = v_passkey.project_id and u.id = v_passkey.user_id;
  return null;
end $$;
comment on function auth.tg_passkeys__event() is
  'Trigger: webhooks are told of a passkey that was added or revoked.';

create or replace trigger _600_event after insert on auth.passkeys
  for each row execute function auth.tg_passkeys__event();

create or replace trigger _700_event after update on auth.passkeys
  for each row when (old.revoked_at is null and new.revoked_at is not null)
  execute function auth.tg_passkeys__event();

create or replace trigger _800_event after delete on auth.passkeys
  for each row when (old.revoked_at is null)
  execute function auth.tg_passkeys__event();
