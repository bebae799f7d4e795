create or replace function auth.tg_users__normal()
returns trigger language plpgsql
as $$
declare
  v_seen auth.users;
begin
  new.email := auth.email_canonical(new.email);
  if tg_op = 'UPDATE' and new.email is distinct from old.email and new.email_confirmed_at is not distinct from old.email_confirmed_at then
    new.email_confirmed_at := null;
  end if;
  if tg_op = 'UPDATE' then
    -- A sign-in, or the same password in a newer form, changes nothing of the user.
    v_seen := old;
    v_seen.last_sign_in_at := new.last_sign_in_at;
    v_seen.updated_at := new.updated_at;
    if coalesce(current_setting('rolecall.rehash', true), '') = 'on' then
      v_seen.password_hash := new.password_hash;
    end if;
  end if;
  new.updated_at := case when tg_op = 'UPDATE' and new is not distinct from v_seen then old.updated_at else now() end;
  -- Who has an address or number is no guest any more.
  new.is_anonymous := new.is_anonymous and num_nonnulls(new.email, new.phone) = 0;
  return new;
end $$;
comment on function auth.tg_users__normal() is
  'Trigger: an address has one form, however it was written, and a new one is unproven unless the change says otherwise; who has one is no guest; updated_at moves with what is kept of the user, not with a sign-in.';

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
  perform auth.admin_last_require(old.project_id, old.id);
  return coalesce(new, old);
end $$;
comment on function auth.tg_users__admin_stays() is
  'Trigger: the last owner of the server is neither disabled nor deleted, however that is tried.';

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

create or replace function auth.tg_users__event()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    perform auth.event_put(old.project_id, 'user.deleted', jsonb_build_object('id', old.id));
  else
    perform auth.event_put(new.project_id, case tg_op when 'INSERT' then 'user.created' else 'user.updated' end,
      auth.user_document(new) || jsonb_build_object('disabled', new.disabled_at is not null));
  end if;
  return null;
end $$;
comment on function auth.tg_users__event() is
  'Trigger: webhooks are told of users, however their rows change; a sign-in is no change.';

create or replace trigger _700_event after insert or delete on auth.users
  for each row execute function auth.tg_users__event();

create or replace trigger _800_event after update on auth.users
  for each row when ((old.email, old.phone, old.email_confirmed_at is null, old.phone_confirmed_at is null, old.display_name, old.avatar_url,
      old.locale, old.user_metadata, old.app_metadata, old.is_anonymous, old.disabled_at is null)
    is distinct from (new.email, new.phone, new.email_confirmed_at is null, new.phone_confirmed_at is null, new.display_name, new.avatar_url,
      new.locale, new.user_metadata, new.app_metadata, new.is_anonymous, new.disabled_at is null))
  execute function auth.tg_users__event();

create or replace function auth.tg_users__password_event()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  perform auth.event_put(new.project_id, 'password.changed', jsonb_build_object('user_id', new.id, 'reason',
    coalesce(nullif(current_setting('rolecall.password_reason', true), ''), 'change')));
  return null;
end $$;
comment on function auth.tg_users__password_event() is
  'Trigger: webhooks are told of a new password, and nothing of what it is.';

create or replace trigger _900_event after update on auth.users
  for each row when (new.password_version is distinct from old.password_version)
  execute function auth.tg_users__password_event();

create or replace function auth.tg_users__roles()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  new.roles := case when new.roles is not null then array(select distinct n from unnest(new.roles) n order by n) end;
  perform auth.roles_known(new.project_id, null, new.roles || new.default_role);
  return new;
end $$;
comment on function auth.tg_users__roles() is
  'Trigger: users have roles that there are, each once.';

create or replace trigger _900_roles before insert or update of roles, default_role on auth.users
  for each row when (new.roles is not null or new.default_role is not null)
  execute function auth.tg_users__roles();

create or replace function auth.tg_users__claims()
returns trigger language plpgsql
as $$
begin
  new.claims_changed_at := now();
  return new;
end $$;
comment on function auth.tg_users__claims() is
  'Trigger: notes that tokens which are out may tell of the user what was so before.';

create or replace trigger _900_claims before update on auth.users
  for each row when (
    (new.email, new.phone, new.app_metadata, new.user_metadata, new.roles, new.default_role, new.is_anonymous)
    is distinct from (old.email, old.phone, old.app_metadata, old.user_metadata, old.roles, old.default_role, old.is_anonymous))
  execute function auth.tg_users__claims();

create or replace function auth.tg_users__joined()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  insert into auth.memberships (project_id, tenant_id, user_id) values (new.project_id, auth.tenant_asked(), new.id)
  on conflict do nothing;
  return null;
end $$;
comment on function auth.tg_users__joined() is
  'Trigger: who signs up in a tenant belongs to it; whether anybody may is asked before.';

create or replace trigger _900_joined after insert on auth.users
  for each row when (coalesce(current_setting('rolecall.tenant', true), '') <> '')
  execute function auth.tg_users__joined();

create or replace function auth.tg_users__row()
returns trigger language plpgsql security definer set search_path = ''
as $$
declare
  v_table auth.auth_tables;
begin
  -- The foreign key's check has locked the project by now, and auth.auth_table_put waits for it: none is missed.
  select * into v_table from auth.auth_tables t where t.project_id = coalesce(new.project_id, old.project_id);
  if v_table.project_id is null then
    return null;
  elsif tg_op = 'INSERT' then
    perform auth.row_insert(v_table, new.id, new.email,
      auth.row_columns(v_table, coalesce(nullif(current_setting('rolecall.profile', true), ''), '{}')::jsonb));
  elsif tg_op = 'UPDATE' then
    perform auth.row_email_put(v_table, new.id, new.email);
  else
    perform auth.row_end(v_table, old.id);
  end if;
  return null;
end $$;
comment on function auth.tg_users__row() is
  'Trigger: where a project has an auth table, a user''s row there is born with them, has their address, and ends with them, in one transaction.';

create or replace trigger _900_row after insert or delete on auth.users
  for each row execute function auth.tg_users__row();

create or replace trigger _900_row_email after update on auth.users
  for each row when (new.email is distinct from old.email)
  execute function auth.tg_users__row();
