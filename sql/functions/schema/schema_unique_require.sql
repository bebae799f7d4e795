create or replace function auth.schema_unique_require(p_path text, p_unique jsonb, p_columns jsonb)
returns void language plpgsql stable
as $$
begin
  if p_unique is null then
    return;
  elsif jsonb_typeof(p_unique) <> 'array' or exists (
    select from jsonb_array_elements(case jsonb_typeof(p_unique) when 'array' then p_unique else '[]' end) u
    where jsonb_typeof(u) <> 'array' or not (p_columns ?& array(select jsonb_array_elements_text(case jsonb_typeof(u) when 'array' then u else '[]' end)))
      or jsonb_array_length(case jsonb_typeof(u) when 'array' then u else '[]' end) not between 1 and 8)
  then
    perform auth.schema_fault(p_path, 'This is a list of lists of the table''s columns: [["a", "b"]].');
  end if;
end $$;
comment on function auth.schema_unique_require(text, jsonb, jsonb) is
  'Refuses schema_invalid unless this is a list of lists of declared columns. Private.';
