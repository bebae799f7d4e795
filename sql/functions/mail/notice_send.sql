create or replace function auth.notice_send(p_project uuid, p_user uuid, p_setting text, p_template text, p_data jsonb default '{}')
returns void language plpgsql volatile
as $$
declare
  v_user auth.users := auth.user_read_row(p_project, p_user);
  v_settings jsonb := (select p.settings from auth.projects p where p.id = p_project);
begin
  -- A user who is just being deleted is no more, and gets none.
  if v_user.id is null or not (v_settings ->> p_setting)::boolean then
    return;
  elsif v_user.email is not null then
    perform auth.outbox_put(v_user, p_template, null, p_data);
  elsif v_user.phone_confirmed_at is not null and auth.sms_fault(p_project, v_settings, v_user.phone) is null
    -- Twilio Verify sends codes and nothing else.
    and (auth.sms_sender(p_project)).kind is distinct from 'twilio_verify'
  then
    perform auth.outbox_send(p_project, v_user.phone, p_template, null, p_data, v_user.locale);
  end if;
end $$;
comment on function auth.notice_send(uuid, uuid, text, text, jsonb) is
  'Tells the owner of an account by mail what has happened to it, where the project''s setting says so; by text message who has a proven number and no address. Private.';
