create or replace function auth.refuse(p_refusal jsonb)
returns void language plpgsql stable
as $$
begin
  raise exception using
    errcode = 'PT' || (p_refusal ->> 'status'),
    message = p_refusal ->> 'message',
    hint = p_refusal ->> 'code',
    detail = (p_refusal - array['code', 'status', 'message'])::text;
end $$;
comment on function auth.refuse(jsonb) is
  'Raises a refusal that auth.refusal made, undoing everything. Private.';
