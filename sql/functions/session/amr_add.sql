create or replace function auth.amr_add(p_amr jsonb, p_method text, p_factor uuid default null)
returns jsonb language sql stable
as $$
  select coalesce(p_amr, '[]') || jsonb_strip_nulls(jsonb_build_object(
    'method', p_method, 'timestamp', floor(extract(epoch from now()))::bigint, 'factor', p_factor))
$$;
comment on function auth.amr_add(jsonb, text, uuid) is
  'Adds a method (in the manner of RFC 8176) to what a session was proven by; factor is which one of the user''s. Private.';
