create or replace function auth.fail(p_code text, p_extra jsonb default null)
returns void language plpgsql stable
as $$
declare
  v_refusal jsonb := auth.refusal(p_code, p_extra);
begin
  raise exception using
    errcode = 'PT' || (v_refusal ->> 'status'),
    message = v_refusal ->> 'message',
    hint = p_code,
    detail = (v_refusal - array['code', 'status', 'message'])::text;
end $$;
comment on function auth.fail(text, jsonb) is
  'Raises a refusal, undoing everything: SQLSTATE PT and its HTTP status (PostgREST''s convention), the code in HINT, facts as JSON in DETAIL.';
