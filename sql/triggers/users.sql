create or replace function auth.tg_users__normal()
returns trigger language plpgsql
as $$
begin
  new.email := auth.email_canonical(new.email);
  if tg_op = 'UPDATE' and new.email is distinct from old.email and new.email_confirmed_at is not distinct from old.email_confirmed_at then
    new.email_confirmed_at := null;
  end if;
  new.updated_at := now();
  -- Who has an address or number is no guest any more.
  new.is_anonymous := new.is_anonymous and num_nonnulls(new.email, new.phone) = 0;
  return new;
end $$;
comment on function auth.tg_users__normal() is
  'Trigger: an address has one form, however it was written, and a new one is unproven unless the change says otherwise; who has one is no guest.';

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
  delete from auth.tickets t
  where t.project_id = new.project_id and t.user_id = new.id and t.purpose in ('reset_password', 'second_factor', 'factor_code');
  delete from auth.trusted_devices d where d.project_id = new.project_id and d.user_id = new.id;
  -- What the old password began is not finished.
  perform auth.sessions_pending_end(new.project_id, new.id, 'password_' || v_reason);
  perform auth.notice_send(new.project_id, new.id, 'notify_password', 'password_changed') where old.password_hash is not null;
  -- Who resets it has lost the account for a while, and others may have had it.
  delete from auth.personal_access_tokens t where v_reason = 'reset' and t.project_id = new.project_id and t.user_id = new.id;
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
    delete from auth.trusted_devices d where d.project_id = new.project_id and d.user_id = new.id;
    delete from auth.tickets t where t.project_id = new.project_id and t.user_id = new.id and t.purpose in ('second_factor', 'factor_code');
  end if;
  perform auth.audit_put(new.project_id, case when new.disabled_at is null then 'user_enabled' else 'user_disabled' end, new.id);
  return null;
end $$;
comment on function auth.tg_users__disabled() is
  'Trigger: a disabled user has no sessions, no challenges and no trusted devices.';

create or replace trigger _400_disabled after update on auth.users
  for each row when ((new.disabled_at is null) <> (old.disabled_at is null))
  execute function auth.tg_users__disabled();

create or replace function auth.tg_users__address_changed()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  -- What was sent to the old address or number proves nothing of the new one.
  delete from auth.tickets t where t.project_id = new.project_id and t.user_id = new.id;
  return null;
end $$;
comment on function auth.tg_users__address_changed() is
  'Trigger: links and codes that went to an address or number die with it.';

create or replace trigger _500_address_changed after update on auth.users
  for each row when (new.email is distinct from old.email or new.phone is distinct from old.phone)
  execute function auth.tg_users__address_changed();

create or replace function auth.tg_users__admin_stays()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  -- Only accounts of the realm administer the project that they are of.
  if exists (select from auth.project_admins a where a.project_id = old.project_id and a.user_id = old.id) then
    perform auth.admin_last_require(old.project_id, old.id);
  end if;
  return coalesce(new, old);
end $$;
comment on function auth.tg_users__admin_stays() is
  'Trigger: the last who administers the server is neither disabled nor deleted, however that is tried.';

create or replace trigger _600_admin_stays before delete on auth.users
  for each row execute function auth.tg_users__admin_stays();

create or replace trigger _700_admin_stays before update on auth.users
  for each row when (old.disabled_at is null and new.disabled_at is not null)
  execute function auth.tg_users__admin_stays();

create or replace function auth.tg_users__admin_gone()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  delete from auth.project_admins a where a.user_id = old.id;
  update auth.api_keys k set revoked_at = now() where k.project_id = old.project_id and k.user_id = old.id and k.revoked_at is null;
  return null;
end $$;
comment on function auth.tg_users__admin_gone() is
  'Trigger: an account that is no more administers nothing, by itself or by its keys.';

create or replace trigger _800_admin_gone after delete on auth.users
  for each row execute function auth.tg_users__admin_gone();
