create or replace function auth.admin_bootstrap(p_hash bytea, p_ttl integer default 86400)
returns timestamptz language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_realm uuid := auth.project_find('admin');
begin
  perform auth.ticket_put(v_realm, null, 'bootstrap', 'none', 'bootstrap', p_hash, null, p_ttl);
  perform auth.audit_put(v_realm, 'admin_bootstrap_opened');
  return now() + make_interval(secs => p_ttl);
end $$;
comment on function auth.admin_bootstrap(bytea, integer) is
  'Lets the bearer of a secret (by SHA-256; see rolecall admin bootstrap) own the whole server, once; says until when. The secret before it dies. In psql alone: auth.user_create with p_project admin, then auth.admin_grant.';
