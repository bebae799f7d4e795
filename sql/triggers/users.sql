create or replace function auth.tg_users__normal()
returns trigger language plpgsql
as $$
begin
  new.email := auth.email_canonical(new.email);
  if tg_op = 'UPDATE' and new.email is distinct from old.email and new.email_confirmed_at is not distinct from old.email_confirmed_at then
    new.email_confirmed_at := null;
  end if;
  new.updated_at := now();
  return new;
end $$;
comment on function auth.tg_users__normal() is
  'Trigger: an address has one form, however it was written, and a new one is unproven unless the change says otherwise.';

create or replace trigger _100_normal before insert or update on auth.users
  for each row execute function auth.tg_users__normal();

create or replace function auth.tg_users__password_version()
returns trigger language plpgsql
as $$
begin
  if new.password_hash is distinct from old.password_hash and coalesce(current_setting('rolecall.rehash', true), '') <> 'on' then
    new.password_version := old.password_version + 1;
    new.password_changed_at := now();
  end if;
  -- A version that went back would revive tokens.
  new.password_version := greatest(new.password_version, old.password_version);
  return new;
end $$;
comment on function auth.tg_users__password_version() is
  'Trigger: any change of the hash makes a new version, and with it every access token of the user is dead; a version never goes back.';

create or replace trigger _200_password_version before update on auth.users
  for each row when (new.password_hash is distinct from old.password_hash or new.password_version < old.password_version)
  execute function auth.tg_users__password_version();

create or replace function auth.tg_users__password_changed()
returns trigger language plpgsql security definer set search_path = ''
as $$
declare
  v_settings jsonb := (select p.settings from auth.projects p where p.id = new.project_id);
  v_reason text := coalesce(nullif(current_setting('rolecall.password_reason', true), ''), 'change');
  v_session uuid := nullif(current_setting('rolecall.session', true), '')::uuid;
  v_session_version integer := nullif(current_setting('rolecall.session_version', true), '')::integer;
  v_rule text := v_settings ->> ('sessions_on_password_' || v_reason);
begin
  if v_rule <> 'keep' then
    perform auth.sessions_end(new.project_id, new.id, case v_rule when 'revoke_others' then v_session end, 'password_' || v_reason);
  end if;
  -- keep_own spares the token that made this change; what an earlier change spared dies now.
  update auth.sessions s set kept_password_version = case
    when s.id = v_session and v_settings ->> 'access_on_password_change' = 'keep_own' then v_session_version end
  where s.project_id = new.project_id and s.user_id = new.id and (s.id = v_session or s.kept_password_version is not null);
  delete from auth.tickets t where t.project_id = new.project_id and t.user_id = new.id and t.purpose = 'reset_password';
  perform auth.outbox_put(new, 'password_changed', null, null) where old.password_hash is not null and new.email is not null;
  perform auth.audit_put(new.project_id, 'password_changed', new.id, v_session, p_detail => jsonb_build_object('reason', v_reason, 'sessions', v_rule));
  return null;
end $$;
comment on function auth.tg_users__password_changed() is
  'Trigger: what a new password does to sessions and links, and the mail that tells its owner.';

create or replace trigger _300_password_changed after update on auth.users
  for each row when (new.password_version is distinct from old.password_version)
  execute function auth.tg_users__password_changed();

create or replace function auth.tg_users__disabled()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  if new.disabled_at is not null then
    perform auth.sessions_end(new.project_id, new.id, null, 'user_disabled');
  end if;
  perform auth.audit_put(new.project_id, case when new.disabled_at is null then 'user_enabled' else 'user_disabled' end, new.id);
  return null;
end $$;
comment on function auth.tg_users__disabled() is
  'Trigger: a disabled user has no sessions.';

create or replace trigger _400_disabled after update on auth.users
  for each row when ((new.disabled_at is null) <> (old.disabled_at is null))
  execute function auth.tg_users__disabled();

create or replace function auth.tg_users__address_changed()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  -- What was sent to the old address proves nothing of the new one.
  delete from auth.tickets t where t.project_id = new.project_id and t.user_id = new.id;
  return null;
end $$;
comment on function auth.tg_users__address_changed() is
  'Trigger: links that went to an address die with it.';

create or replace trigger _500_address_changed after update on auth.users
  for each row when (new.email is distinct from old.email)
  execute function auth.tg_users__address_changed();
