create or replace function auth.tg_passkeys__removed()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  perform auth.sessions_lower(old.project_id, old.user_id, jsonb_build_object('factor', old.id));
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
