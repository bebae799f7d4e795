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
  return null;
end $$;
comment on function auth.tg_identities__removed() is
  'Trigger: what an account at a provider has opened ends when it is unlinked, however that was done; not the session that does it.';

create or replace trigger _100_removed after delete on auth.identities
  for each row execute function auth.tg_identities__removed();
