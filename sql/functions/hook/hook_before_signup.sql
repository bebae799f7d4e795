create or replace function auth.hook_before_signup(
  p_project uuid, p_settings jsonb, p_event jsonb, out user_metadata jsonb, out app_metadata jsonb, out refusal jsonb)
language plpgsql volatile
as $$
declare
  v_hook text := p_settings ->> 'hook_before_signup';
  v_answer jsonb;
begin
  user_metadata := coalesce(p_event -> 'metadata', '{}');
  app_metadata := coalesce(p_event -> 'app_metadata', '{}');
  if v_hook is null then
    return;
  end if;
  v_answer := coalesce(nullif(auth.hook_call(p_project, v_hook, p_event || '{"hook": "before_signup"}'), 'null'), '{}');
  if jsonb_typeof(v_answer) <> 'object' or v_answer - '{refuse,user_metadata,app_metadata}'::text[] <> '{}'
    or jsonb_typeof(coalesce(v_answer -> 'user_metadata', '{}')) <> 'object' or jsonb_typeof(coalesce(v_answer -> 'app_metadata', '{}')) <> 'object'
  then
    perform auth.hook_fault(v_hook, 'an object with refuse, user_metadata and app_metadata, or null');
  end if;
  refusal := auth.hook_refusal(v_hook, v_answer);
  user_metadata := user_metadata || coalesce(v_answer -> 'user_metadata', '{}');
  app_metadata := app_metadata || coalesce(v_answer -> 'app_metadata', '{}');
  if octet_length(user_metadata::text) > 65536 or octet_length(app_metadata::text) > 16384 then
    perform auth.hook_fault(v_hook, 'user_metadata up to 64 KiB and app_metadata up to 16 KiB');
  end if;
end $$;
comment on function auth.hook_before_signup(uuid, jsonb, jsonb) is
  'Asks the project''s own function (setting hook_before_signup) about a sign-up: it may refuse, and add keys to user_metadata and app_metadata. Private.';
