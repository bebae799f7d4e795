create or replace function auth.schema_column_words(p_path text, p_words text)
returns jsonb language plpgsql stable
as $$
declare
  v_words text[] := regexp_split_to_array(trim(p_words), '\s+');
  v_column jsonb := jsonb_build_object('type', v_words[1]);
  v_at integer := 2;
  v_word text;
  v_next text;
begin
  if v_words[1] = 'ref' then
    v_column := v_column || jsonb_build_object('table', v_words[2]);
    v_at := 3;
  elsif v_words[1] = 'enum' and v_words[2] is not null then
    v_column := v_column || jsonb_build_object('values', string_to_array(v_words[2], ','));
    v_at := 3;
  end if;
  while v_at <= cardinality(v_words) loop
    v_word := v_words[v_at];
    v_next := v_words[v_at + 1];
    if v_word in ('required', 'unique', 'index') then
      v_column := v_column || jsonb_build_object(v_word, true);
    elsif v_word in ('cascade', 'restrict', 'set_null') then
      v_column := v_column || jsonb_build_object('on_delete', v_word);
    elsif v_word in ('max_length', 'max_size_mb', 'min', 'max') and v_next ~ '^-?[0-9]{1,15}(\.[0-9]{1,9})?$' then
      v_column := v_column || jsonb_build_object(v_word, v_next::numeric);
      v_at := v_at + 1;
    elsif v_word in ('default', 'accept') and v_next is not null then
      v_column := v_column || jsonb_build_object(v_word, case
        when v_word = 'default' and (v_words[1] in ('int', 'float') and v_next ~ '^-?[0-9]{1,15}(\.[0-9]{1,9})?$' or v_words[1] = 'bool' and v_next in ('true', 'false'))
        then v_next::jsonb else to_jsonb(v_next) end);
      v_at := v_at + 1;
    else
      perform auth.schema_fault(p_path, format('"%s" is not understood here. Write e.g. "string required unique", "int default 0", "enum a,b", "ref users cascade".', v_word));
    end if;
    v_at := v_at + 1;
  end loop;
  return v_column;
end $$;
comment on function auth.schema_column_words(text, text) is
  'The short form of a column ("string required unique") as the long one. Refuses schema_invalid. Private.';
