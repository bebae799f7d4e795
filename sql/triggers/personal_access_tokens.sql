create or replace function auth.tg_personal_access_tokens__told()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    perform auth.notice_send(new.project_id, new.user_id, 'notify_pat', 'token_changed', '{"change": "added"}');
    return null;
  end if;
  -- In the order of their ids: two that end the same sessions must not wait for each other.
  perform auth.session_end(s.project_id, s.id, 'pat_revoked') from (
    select o.project_id, o.id from auth.sessions o
    where o.project_id = old.project_id and o.user_id = old.user_id and o.revoked_at is null
      and o.amr @> jsonb_build_array(jsonb_build_object('method', 'pat', 'factor', old.id))
    order by o.id for no key update) s;
  perform auth.challenges_end(old.project_id, old.user_id, old.id);
  perform auth.notice_send(old.project_id, old.user_id, 'notify_pat', 'token_changed', '{"change": "removed"}') where old.expires_at > now();
  return null;
end $$;
comment on function auth.tg_personal_access_tokens__told() is
  'Trigger: the owner is told of a token that was made or revoked, however that was done; what a revoked one opened ends.';

create or replace trigger _100_told after insert or delete on auth.personal_access_tokens
  for each row execute function auth.tg_personal_access_tokens__told();

create or replace function auth.tg_personal_access_tokens__event()
returns trigger language plpgsql security definer set search_path = ''
as $$
declare
  v_token auth.personal_access_tokens := case tg_op when 'DELETE' then old else new end;
begin
  -- A user who is just being deleted takes all along.
  perform auth.event_put(v_token.project_id, case tg_op when 'DELETE' then 'pat.revoked' else 'pat.created' end,
    jsonb_build_object('id', v_token.id, 'user_id', v_token.user_id, 'expires_at', v_token.expires_at))
  from auth.users u where u.project_id = v_token.project_id and u.id = v_token.user_id;
  return null;
end $$;
comment on function auth.tg_personal_access_tokens__event() is
  'Trigger: webhooks are told of a token that was made, or is no more.';

create or replace trigger _200_event after insert or delete on auth.personal_access_tokens
  for each row execute function auth.tg_personal_access_tokens__event();
