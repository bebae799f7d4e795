create or replace function auth.hook_refusal(p_hook text, p_answer jsonb)
returns jsonb language plpgsql stable
as $$
declare
  v_refuse jsonb := p_answer -> 'refuse';
begin
  if coalesce(v_refuse, 'null') in ('null', 'false') then
    return null;
  elsif v_refuse = 'true' then
    return auth.refusal('hook_refused');
  elsif jsonb_typeof(v_refuse) <> 'object' or v_refuse - '{code,message,suggestion,status}'::text[] <> '{}'
    or coalesce(v_refuse ->> 'code', 'hook_refused') !~ '^[a-z][a-z0-9_]{0,63}$'
    or coalesce(v_refuse ->> 'message', 'x') !~ '^[^[:cntrl:]]+$' or coalesce(v_refuse ->> 'suggestion', 'x') !~ '^[^[:cntrl:]]+$'
    or greatest(length(v_refuse ->> 'message'), length(v_refuse ->> 'suggestion')) > 500
    or coalesce(v_refuse ->> 'status', '403') not in ('400', '401', '403', '409', '422')
  then
    perform auth.hook_fault(p_hook, 'refuse is true, or has code (a_word), message, suggestion (text up to 500) and status (400, 401, 403, 409, 422)');
  end if;
  return auth.refusal('hook_refused') || jsonb_strip_nulls(v_refuse)
    || jsonb_build_object('status', coalesce((v_refuse ->> 'status')::integer, 403));
end $$;
comment on function auth.hook_refusal(text, jsonb) is
  'The refusal in a hook''s answer, null when it refuses nothing: {"refuse": true}, or with code, message, suggestion and status of its own. Private.';
