create or replace function auth.schema_check(p_column text, p_spec jsonb)
returns text language sql immutable
as $$
  select case
    when p_spec ->> 'type' = 'enum'
      then format('(%I in (%s))', p_column, (select string_agg(quote_literal(e), ', ') from jsonb_array_elements_text(p_spec -> 'values') e))
    when p_spec ?| '{min,max}'
      then '(' || concat_ws(' and ', format('%I >= ', p_column) || (p_spec ->> 'min')::numeric, format('%I <= ', p_column) || (p_spec ->> 'max')::numeric) || ')'
  end
$$;
comment on function auth.schema_check(text, jsonb) is
  'What a check on a declared column says; null where there is none. Private.';
