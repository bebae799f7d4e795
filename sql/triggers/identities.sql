create or replace function auth.tg_identities__removed()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  -- In the order of their ids: two that end the same sessions must not wait for each other.
  perform auth.session_end(s.project_id, s.id, 'identity_unlinked') from (
    select o.project_id, o.id from auth.sessions o
    where o.project_id = old.project_id and o.user_id = old.user_id and o.revoked_at is null
      and o.amr @> jsonb_build_array(jsonb_build_object('method', 'fed', 'factor', old.id))
      and o.id is distinct from nullif(current_setting('rolecall.session', true), '')::uuid
    order by o.id for no key update) s;
  perform auth.challenges_end(old.project_id, old.user_id, old.id);
  return null;
end $$;
comment on function auth.tg_identities__removed() is
  'Trigger: what an account at a provider has opened ends when it is unlinked, however that was done; not the session that does it.';

create or replace trigger _100_removed after delete on auth.identities
  for each row execute function auth.tg_identities__removed();

create or replace function auth.tg_identities__told()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    perform auth.notice_send(old.project_id, old.user_id, 'notify_identity', 'identity_changed', jsonb_build_object('change', 'removed', 'provider', old.provider));
  else
    -- An account that begins at a provider has nobody to tell yet.
    perform auth.notice_send(new.project_id, new.user_id, 'notify_identity', 'identity_changed', jsonb_build_object('change', 'added', 'provider', new.provider))
    from auth.users u where u.project_id = new.project_id and u.id = new.user_id and u.created_at < now();
  end if;
  return null;
end $$;
comment on function auth.tg_identities__told() is
  'Trigger: the owner is told of an account at a provider that was linked or unlinked, also of one that was linked by its address.';

create or replace trigger _200_told after insert or delete on auth.identities
  for each row execute function auth.tg_identities__told();

create or replace function auth.tg_identities__event()
returns trigger language plpgsql security definer set search_path = ''
as $$
declare
  v_identity auth.identities := case tg_op when 'DELETE' then old else new end;
begin
  -- A user who is just being deleted takes all along.
  perform auth.event_put(v_identity.project_id, case tg_op when 'DELETE' then 'identity.unlinked' else 'identity.linked' end,
    jsonb_build_object('id', v_identity.id, 'user_id', v_identity.user_id, 'provider', v_identity.provider, 'subject', v_identity.subject))
  from auth.users u where u.project_id = v_identity.project_id and u.id = v_identity.user_id;
  return null;
end $$;
comment on function auth.tg_identities__event() is
  'Trigger: webhooks are told of an account at a provider that was linked or unlinked.';

create or replace trigger _800_event after insert or delete on auth.identities
  for each row execute function auth.tg_identities__event();
