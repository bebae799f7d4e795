create or replace function auth.device_seen(p_project uuid, p_user uuid, p_ip inet, p_user_agent text)
returns void language plpgsql volatile
as $$
declare
  v_hash bytea := sha256(convert_to(concat_ws(' ', auth.network(p_ip)::text, left(p_user_agent, 400)), 'UTF8'));
begin
  update auth.known_devices d set last_seen_at = now()
  where d.project_id = p_project and d.user_id = p_user and d.hash = v_hash;
  if found then
    return;
  end if;
  -- The first of all is that of the sign-up: nobody else's.
  if exists (select from auth.known_devices d where d.project_id = p_project and d.user_id = p_user) then
    perform auth.notice_send(p_project, p_user, 'notify_new_device', 'new_device',
      jsonb_strip_nulls(jsonb_build_object('ip', host(p_ip), 'device', left(p_user_agent, 200))));
  end if;
  insert into auth.known_devices (project_id, user_id, hash) values (p_project, p_user, v_hash);
end $$;
comment on function auth.device_seen(uuid, uuid, inet, text) is
  'Notes where a user signs in from, and tells its owner of a network and user agent that the user never had together (setting notify_new_device). The user''s row is locked. Private.';
