create or replace function auth.tg_factors__removed()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  perform auth.sessions_lower(old.project_id, old.user_id, jsonb_build_object('factor', old.id));
  delete from auth.trusted_devices d where d.project_id = old.project_id and d.user_id = old.user_id;
  delete from auth.tickets t where t.project_id = old.project_id and t.user_id = old.user_id and t.purpose = 'factor_code';
  if auth.factors_confirmed(old.project_id, old.user_id) > 0 then
    return null;
  end if;
  -- Recovery codes stand in for a factor: without one they prove nothing, and nobody waits for one.
  perform auth.sessions_lower(old.project_id, old.user_id, '{"method": "recovery_code"}');
  delete from auth.recovery_codes r where r.project_id = old.project_id and r.user_id = old.user_id;
  delete from auth.tickets t where t.project_id = old.project_id and t.user_id = old.user_id and t.purpose = 'second_factor';
  perform auth.sessions_pending_end(old.project_id, old.user_id, 'factor_removed');
  update auth.users u set mfa_enabled = false where u.project_id = old.project_id and u.id = old.user_id and u.mfa_enabled;
  return null;
end $$;
comment on function auth.tg_factors__removed() is
  'Trigger: what a factor proved is proven no more, however it was removed.';

create or replace trigger _100_removed after delete on auth.factors
  for each row when (old.confirmed_at is not null)
  execute function auth.tg_factors__removed();

create or replace function auth.tg_factors__told()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    perform auth.notice_send(old.project_id, old.user_id, 'notify_factor', 'factor_changed', '{"change": "removed"}');
  else
    perform auth.notice_send(new.project_id, new.user_id, 'notify_factor', 'factor_changed', '{"change": "added"}');
  end if;
  return null;
end $$;
comment on function auth.tg_factors__told() is
  'Trigger: the owner is told of a second factor that counts now, or no longer.';

create or replace trigger _200_told after delete on auth.factors
  for each row when (old.confirmed_at is not null)
  execute function auth.tg_factors__told();

create or replace trigger _300_told after update on auth.factors
  for each row when (old.confirmed_at is null and new.confirmed_at is not null)
  execute function auth.tg_factors__told();

create or replace function auth.tg_factors__event()
returns trigger language plpgsql security definer set search_path = ''
as $$
declare
  v_factor auth.factors := case tg_op when 'DELETE' then old else new end;
begin
  -- A user who is just being deleted takes all along.
  perform auth.event_put(v_factor.project_id, case tg_op when 'DELETE' then 'factor.removed' else 'factor.added' end,
    jsonb_build_object('id', v_factor.id, 'user_id', v_factor.user_id, 'type', v_factor.kind, 'name', v_factor.name))
  from auth.users u where u.project_id = v_factor.project_id and u.id = v_factor.user_id;
  return null;
end $$;
comment on function auth.tg_factors__event() is
  'Trigger: webhooks are told of a second factor that counts now, or no longer.';

create or replace trigger _400_event after delete on auth.factors
  for each row when (old.confirmed_at is not null)
  execute function auth.tg_factors__event();

create or replace trigger _500_event after update on auth.factors
  for each row when (old.confirmed_at is null and new.confirmed_at is not null)
  execute function auth.tg_factors__event();
