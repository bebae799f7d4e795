create or replace function auth.identity_lock(p_project uuid, p_identity jsonb)
returns void language sql volatile
as $$
  select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(
    concat_ws(' ', 'identity', p_project, p_identity ->> 'provider', p_identity ->> 'issuer', p_identity ->> 'subject', auth.tenant_pool()), 0))
$$;
comment on function auth.identity_lock(uuid, jsonb) is
  'Two sign-ins by one account at a provider go one after the other, also when nobody here has it yet. Comes before the lock of a user. Private.';
