create or replace function auth.account_key_create(p_hash bytea, p_hint text)
returns void language sql volatile security definer set search_path = ''
as $$ select auth.api_key_put(auth.project_find('admin'), 'account', p_hash, p_hint) $$;
comment on function auth.account_key_create(bytea, text) is
  'Adds an account key (mk_) by its SHA-256: it may create projects.';
