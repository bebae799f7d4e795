create or replace function auth.android_app_valid(p_app jsonb)
returns boolean language sql immutable
as $$
  select case when jsonb_typeof(p_app) <> 'object' or jsonb_typeof(p_app -> 'sha256_cert_fingerprints') is distinct from 'array' then false
    else p_app - 'sha256_cert_fingerprints' = jsonb_build_object('package_name', p_app ->> 'package_name')
      and p_app ->> 'package_name' ~ '^[A-Za-z][A-Za-z0-9_]*([.][A-Za-z][A-Za-z0-9_]*)+$'
      and not exists (select from jsonb_array_elements(p_app -> 'sha256_cert_fingerprints') f
        where jsonb_typeof(f) <> 'string' or f #>> '{}' !~ '^([0-9A-F]{2}:){31}[0-9A-F]{2}$')
  end
$$;
comment on function auth.android_app_valid(jsonb) is
  'Whether this names an Android app as Digital Asset Links do: its package and the SHA-256 fingerprints of its certificates. Private.';
