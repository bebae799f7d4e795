create or replace function auth.refusal(p_code text, p_extra jsonb default null)
returns jsonb language plpgsql stable
as $$
declare
  v_refusal jsonb;
begin
  select jsonb_strip_nulls(to_jsonb(r)) || coalesce(p_extra, '{}') into v_refusal
  from auth.refusals() r where r.code = p_code;
  if v_refusal is null then
    raise exception 'refusal % is not in the registry', p_code;
  end if;
  return v_refusal;
end $$;
comment on function auth.refusal(text, jsonb) is
  'A refusal to be returned, so that what was written before it is kept. p_extra adds facts for the client: retry_after (seconds), limit, field.';
