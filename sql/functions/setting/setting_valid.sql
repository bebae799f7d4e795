create or replace function auth.setting_valid(p_kind text, p_choices text[], p_value jsonb)
returns boolean language sql immutable
as $$
  select coalesce(case p_kind
    when 'flag' then jsonb_typeof(p_value) = 'boolean'
    when 'count' then p_value::text ~ '^[0-9]{1,7}$'
    when 'seconds' then p_value::text ~ '^[0-9]{1,9}$'
    when 'digits' then p_value::text ~ '^[4-8]$'
    when 'text' then p_value = 'null' or (jsonb_typeof(p_value) = 'string' and length(p_value #>> '{}') <= 500 and p_value #>> '{}' ~ '^[^[:cntrl:]]+$')
    when 'choice' then jsonb_typeof(p_value) = 'string' and p_value #>> '{}' = any (p_choices)
    when 'rate' then p_value #>> '{}' ~ '^[0-9]{1,7}/[1-9][0-9]{0,6}$'
    when 'host' then p_value = 'null' or (jsonb_typeof(p_value) = 'string' and length(p_value #>> '{}') <= 253
      and p_value #>> '{}' ~ '^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?[.])*[a-z]([-a-z0-9]{0,61}[a-z0-9])?$')
    when 'url' then p_value = 'null' or (jsonb_typeof(p_value) = 'string' and length(p_value #>> '{}') <= 500
      and p_value #>> '{}' ~ '^https?://[^[:space:][:cntrl:]/?#@]+(/[^[:space:][:cntrl:]?#]*)?$')
    when 'prefixes' then jsonb_typeof(p_value) = 'array' and not exists (
      select from jsonb_array_elements(p_value) x where jsonb_typeof(x) <> 'string' or x #>> '{}' !~ '^\+[1-9][0-9]{0,14}$')
    when 'webauthn_origins' then jsonb_typeof(p_value) = 'array' and not exists (
      select from jsonb_array_elements(p_value) o
      where jsonb_typeof(o) <> 'string'
        or (auth.url_origin(o #>> '{}') is distinct from o #>> '{}' and o #>> '{}' !~ '^android:apk-key-hash:[A-Za-z0-9_-]{43}$'))
    when 'choices' then jsonb_typeof(p_value) = 'array' and not exists (
      select from jsonb_array_elements(p_value) c where jsonb_typeof(c) <> 'string' or not c #>> '{}' = any (p_choices))
    when 'hosts' then jsonb_typeof(p_value) = 'array' and not exists (
      select from jsonb_array_elements(p_value) h
      where jsonb_typeof(h) <> 'string' or h #>> '{}' !~ '^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?[.])*[a-z]([-a-z0-9]{0,61}[a-z0-9])?$')
    when 'function' then p_value = 'null' or (jsonb_typeof(p_value) = 'string' and p_value #>> '{}' ~ '^[a-z_][a-z0-9_]{0,62}[.][a-z_][a-z0-9_]{0,62}$')
    when 'domains' then jsonb_typeof(p_value) = 'array' and jsonb_array_length(p_value) <= 1000 and not exists (
      select from jsonb_array_elements(p_value) d
      where jsonb_typeof(d) <> 'string' or not auth.email_valid('x@' || auth.email_canonical(regexp_replace(d #>> '{}', '^[*][.]', ''))))
    when 'role' then p_value = 'null' or (jsonb_typeof(p_value) = 'string' and p_value #>> '{}' ~ '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}$' and p_value <> '"owner"')
    when 'roles' then jsonb_typeof(p_value) = 'array' and jsonb_array_length(p_value) <= 20 and not exists (
      select from jsonb_array_elements(p_value) r
      where jsonb_typeof(r) <> 'string' or r #>> '{}' !~ '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}$' or r = '"owner"')
    when 'fields' then jsonb_typeof(p_value) = 'array' and jsonb_array_length(p_value) <= 50 and not exists (
      select from jsonb_array_elements(p_value) f where jsonb_typeof(f) <> 'string' or not auth.field_free(f #>> '{}'))
    when 'android_apps' then jsonb_typeof(p_value) = 'array' and not exists (
      select from jsonb_array_elements(p_value) a where not auth.android_app_valid(a))
    when 'ios_apps' then jsonb_typeof(p_value) = 'array' and not exists (
      select from jsonb_array_elements(p_value) a
      where jsonb_typeof(a) <> 'string' or a #>> '{}' !~ '^[A-Z0-9]{10}[.][A-Za-z0-9][A-Za-z0-9.-]{0,154}$')
    when 'origins' then jsonb_typeof(p_value) = 'array' and not exists (
      select from jsonb_array_elements(p_value) o
      where jsonb_typeof(o) <> 'string' or (auth.url_origin(o #>> '{}') is distinct from o #>> '{}' and o <> '"*"'))
  end, false)
$$;
comment on function auth.setting_valid(text, text[], jsonb) is
  'Whether a value fits a setting of this kind. Private.';
