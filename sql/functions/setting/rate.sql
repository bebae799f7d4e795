create or replace function auth.rate(p_settings jsonb, p_name text, out hits integer, out seconds integer)
language plpgsql immutable
as $$
begin
  hits := split_part(p_settings ->> p_name, '/', 1)::integer;
  seconds := split_part(p_settings ->> p_name, '/', 2)::integer;
end $$;
comment on function auth.rate(jsonb, text) is
  'Reads a limit (hits, seconds) out of a project''s settings. Private.';
