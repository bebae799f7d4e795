create or replace function auth.amr_add(p_amr jsonb, p_method text, p_factor uuid default null)
returns jsonb language sql stable
as $$
  select coalesce(p_amr, '[]') || jsonb_strip_nulls(jsonb_build_object(
    'method', split_part(p_method, ':', 1), 'channel', nullif(split_part(p_method, ':', 2), ''), 'timestamp', floor(extract(epoch from now()))::bigint, 'factor', p_factor))
$$;
comment on function auth.amr_add(jsonb, text, uuid) is
  'Adds a method (in the manner of RFC 8176) to what a session was proven by; factor is which one of the user''s; a method names its channel behind a colon, as in otp:sms. Private.';
