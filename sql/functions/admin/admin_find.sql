create or replace function auth.admin_find(p_by jsonb)
returns uuid language plpgsql volatile
as $$
declare
  v_realm uuid := auth.project_find('admin');
  v_admin uuid;
begin
  if p_by ? 'account_key' then
    perform auth.key_require(v_realm, decode(p_by ->> 'account_key', 'hex'), 'account');
    select u.id into v_admin from auth.api_keys k
    join auth.users u on u.project_id = k.project_id and u.id = k.user_id and u.disabled_at is null
    where k.project_id = v_realm and k.hash = decode(p_by ->> 'account_key', 'hex');
    if v_admin is null then
      perform auth.fail('key_invalid');
    end if;
  else
    perform auth.session_require(v_realm, (p_by ->> 'user')::uuid, (p_by ->> 'session')::uuid,
      (p_by ->> 'password_version')::integer, (p_by ->> 'epoch')::integer);
    v_admin := p_by ->> 'user';
  end if;
  perform auth.actor_set(jsonb_build_object('admin', v_admin, 'ip', p_by -> 'ip', 'user_agent', left(p_by ->> 'user_agent', 400)));
  return v_admin;
end $$;
comment on function auth.admin_find(jsonb) is
  'The account of the reserved realm that asks, by its access token''s claims or by its account key (hex SHA-256), noted for the audit log. What it administers is another matter. Refuses account_key_needed, key_invalid and what auth.session_require refuses. Private.';
