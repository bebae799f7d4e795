create or replace function auth.identifier_change(p_project uuid, p_user uuid, p_identifier text)
returns void language plpgsql volatile
as $$
declare
  v_channel text := auth.identifier_channel(p_identifier);
  v_user auth.users := auth.user_read_row(p_project, p_user);
  v_old text := case v_channel when 'sms' then v_user.phone else v_user.email end;
begin
  begin
    update auth.users u set
      phone = case v_channel when 'sms' then p_identifier else u.phone end,
      phone_confirmed_at = case v_channel when 'sms' then now() else u.phone_confirmed_at end,
      email = case v_channel when 'mail' then p_identifier else u.email end,
      -- clock_timestamp(): another time than any proof before, so that the trigger takes it for one.
      email_confirmed_at = case v_channel when 'mail' then clock_timestamp() else u.email_confirmed_at end
    where u.project_id = p_project and u.id = p_user;
  exception when unique_violation then
    perform auth.fail(auth.identifier_taken_fault(p_identifier));
  end;
  if v_old is not null then
    perform auth.outbox_send(p_project, v_old, case v_channel when 'sms' then 'phone_changed' else 'email_changed' end, null,
      jsonb_strip_nulls(jsonb_build_object('display_name', v_user.display_name)), v_user.locale);
  end if;
end $$;
comment on function auth.identifier_change(uuid, uuid, text) is
  'Gives a user another address or number, proven, and tells the old one. Refuses email_taken, phone_taken. Private.';
