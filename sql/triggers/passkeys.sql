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
