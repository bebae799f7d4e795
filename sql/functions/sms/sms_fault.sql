create or replace function auth.sms_fault(p_project uuid, p_settings jsonb, p_to text)
returns jsonb language plpgsql stable
as $$
declare
  v_rate record := auth.rate(p_settings, 'limit_sms_project');
begin
  -- rolecall.texts is a development server's, which shows messages instead of sending them.
  if not exists (select from auth.sms_senders s where s.project_id = p_project)
     and not (p_settings ->> 'debug_codes')::boolean and coalesce(current_setting('rolecall.texts', true), '') <> 'shown' then
    return auth.refusal('sms_disabled');
  elsif jsonb_array_length(p_settings -> 'sms_prefixes') > 0 and not exists (
    select from jsonb_array_elements_text(p_settings -> 'sms_prefixes') x where starts_with(p_to, x))
  then
    return auth.refusal('sms_not_allowed');
  -- Counted from the outbox: a counter would be a row for which all who send wait.
  elsif v_rate.hits > 0 and (select count(*) from (
    select from auth.outbox o where o.project_id = p_project and o.kind = 'sms' and o.created_at > now() - make_interval(secs => v_rate.seconds)
    limit v_rate.hits) o) >= v_rate.hits
  then
    return auth.refusal('over_limit', jsonb_build_object('limit', 'limit_sms_project', 'retry_after', least(v_rate.seconds, 3600)));
  end if;
  return null;
end $$;
comment on function auth.sms_fault(uuid, jsonb, text) is
  'Why no text message goes to a number, whoever has it: sms_disabled (nothing to send with), sms_not_allowed (its country), over_limit (the project''s own ceiling); null when one does. Private.';
