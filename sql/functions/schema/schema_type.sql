create or replace function auth.schema_type(p_column jsonb)
returns text language sql immutable
as $$
  select case p_column ->> 'type'
    when 'string' then format('character varying(%s)', coalesce((p_column ->> 'max_length')::integer, 255))
    when 'text' then 'text'
    when 'enum' then 'text'
    when 'file' then 'text'
    when 'int' then 'bigint'
    when 'float' then 'double precision'
    when 'bool' then 'boolean'
    when 'date' then 'date'
    when 'datetime' then 'timestamp with time zone'
    when 'timestamp' then 'timestamp with time zone'
    when 'json' then 'jsonb'
    when 'ref' then 'uuid'
    when 'uuid' then 'uuid'
  end
$$;
comment on function auth.schema_type(jsonb) is
  'The SQL type of a declared column; null when there is no such type. Only these are ever made: nothing of a document becomes a type''s name. Private.';
