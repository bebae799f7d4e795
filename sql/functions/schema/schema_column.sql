create or replace function auth.schema_column(p_path text, p_spec jsonb)
returns jsonb language plpgsql stable
as $$
declare
  v jsonb := case jsonb_typeof(p_spec) when 'string' then auth.schema_column_words(p_path, p_spec #>> '{}') else p_spec end;
  v_type text;
  v_flag text;
begin
  perform auth.schema_keys_require(p_path, v, '{type,required,unique,index,default,values,table,on_delete,min,max,max_length,accept,max_size_mb}');
  v := (select jsonb_object_agg(k.key, k.value) from jsonb_each(v) k where k.value <> 'null');
  v_type := v ->> 'type';
  if auth.schema_type(v - 'max_length') is null then
    perform auth.schema_fault(p_path, 'A column has a type: string, text, int, float, bool, date, datetime, timestamp, json, enum, ref, uuid or file.');
  end if;
  foreach v_flag in array array['required', 'unique', 'index'] loop
    if jsonb_typeof(coalesce(v -> v_flag, 'true')) <> 'boolean' then
      perform auth.schema_fault(p_path || '.' || v_flag, 'This is true or false.');
    elsif v -> v_flag = 'false' then
      v := v - v_flag;
    end if;
  end loop;
  perform auth.schema_column_fits(p_path, v, v_type);
  if v_type = 'ref' then
    v := '{"on_delete": "restrict"}' || v;
  end if;
  if v ? 'default' then
    begin
      -- A type of the list above and a literal: nothing of anybody's own is run.
      execute format('select cast(%s as %s)', auth.schema_default(v), auth.schema_type(v));
    exception when data_exception then
      perform auth.schema_fault(p_path || '.default', 'The default is not a value of the column''s type.');
    end;
    if v_type = 'enum' and not v -> 'values' ? (v ->> 'default') then
      perform auth.schema_fault(p_path || '.default', 'The default is none of the values.');
    end if;
  end if;
  return v;
end $$;
comment on function auth.schema_column(text, jsonb) is
  'A declared column in its one form: the long one, without what is off. Refuses schema_invalid. Private.';
