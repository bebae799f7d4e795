create or replace function auth.audit_target(p_detail jsonb)
returns text language sql immutable parallel safe
as $$
  select k.name || ':' || (p_detail ->> k.name)
  from unnest(array['passkey', 'factor', 'pat', 'device', 'identity', 'provider', 'webhook', 'delivery', 'invite', 'invitation', 'tenant', 'role',
    'admin', 'key', 'setting']) with ordinality k (name, place)
  where jsonb_typeof(p_detail -> k.name) = 'string'
  order by k.place
  limit 1
$$;
comment on function auth.audit_target(jsonb) is
  'What a row is about besides the account: the first thing that its detail names. Private.';
