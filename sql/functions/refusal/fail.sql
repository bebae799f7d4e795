create or replace function auth.fail(p_code text, p_extra jsonb default null)
returns void language plpgsql stable
as $$
begin
  perform auth.refuse(auth.refusal(p_code, p_extra));
end $$;
comment on function auth.fail(text, jsonb) is
  'Raises a refusal, undoing everything: SQLSTATE PT and its HTTP status (PostgREST''s convention), the code in HINT, facts as JSON in DETAIL.';
