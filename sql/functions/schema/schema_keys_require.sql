create or replace function auth.schema_keys_require(p_path text, p_object jsonb, p_known text[])
returns void language plpgsql stable
as $$
declare
  v_key text;
begin
  if jsonb_typeof(p_object) is distinct from 'object' then
    perform auth.schema_fault(p_path, 'This must be an object.');
  end if;
  select k into v_key from jsonb_object_keys(p_object) k where k <> all (p_known) order by k limit 1;
  if found then
    perform auth.schema_fault(concat_ws('.', nullif(p_path, ''), v_key), format('There is no such key here. There are: %s.', array_to_string(p_known, ', ')));
  end if;
end $$;
comment on function auth.schema_keys_require(text, jsonb, text[]) is
  'Refuses schema_invalid unless this is an object with no other keys. Private.';
