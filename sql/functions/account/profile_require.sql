create or replace function auth.profile_require(p_profile jsonb)
returns void language plpgsql immutable
as $$
declare
  v_field text;
begin
  select f.name into v_field
  from jsonb_each(p_profile) f (name, value)
  where not case f.name
    when 'display_name' then f.value = 'null' or (jsonb_typeof(f.value) = 'string' and length(f.value #>> '{}') <= 200)
    when 'avatar_url' then f.value = 'null' or (jsonb_typeof(f.value) = 'string' and length(f.value #>> '{}') <= 2000)
    when 'locale' then f.value = 'null' or (jsonb_typeof(f.value) = 'string' and f.value #>> '{}' ~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$')
    when 'columns' then jsonb_typeof(f.value) = 'object' and octet_length(f.value::text) <= 65536 -- auth.columns_require knows which
    when 'metadata' then jsonb_typeof(f.value) = 'object' and octet_length(f.value::text) <= 65536
    else false
  end
  limit 1;
  if found then
    perform auth.fail('profile_invalid', jsonb_build_object('field', v_field));
  end if;
end $$;
comment on function auth.profile_require(jsonb) is
  'Refuses profile_invalid, with the field, unless every key is one that users may write and its value fits. Private.';
