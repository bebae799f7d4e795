create or replace function auth.schema_widens(p_old text, p_new text)
returns boolean language sql immutable
as $$
  select p_old like 'character varying%' and (p_new = 'text'
    or p_new like 'character varying%' and substring(p_new from '\d+')::integer >= substring(p_old from '\d+')::integer)
$$;
comment on function auth.schema_widens(text, text) is
  'Whether a change of type keeps every value as it is. Private.';
