create or replace function auth.schema_default(p_column jsonb)
returns text language sql immutable
as $$
  select case
    when not p_column ? 'default' then null
    when p_column ->> 'default' = 'now' and p_column ->> 'type' in ('datetime', 'timestamp') then 'now()'
    when p_column ->> 'default' = 'now' and p_column ->> 'type' = 'date' then 'current_date'
    when p_column ->> 'type' = 'json' then quote_literal((p_column -> 'default')::text)
    else quote_literal(p_column ->> 'default')
  end
$$;
comment on function auth.schema_default(jsonb) is
  'The default of a declared column as SQL: a literal, or now. Private.';
