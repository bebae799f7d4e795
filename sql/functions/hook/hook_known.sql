create or replace function auth.hook_known(p_role text, p_function text)
returns boolean language sql stable
as $$
  select exists (
    select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname || '.' || p.proname = p_function and p.proargtypes::text = '3802' -- jsonb, and nothing else
      and p.prorettype in ('jsonb'::regtype, 'void'::regtype)
      and has_schema_privilege(p_role, n.oid, 'usage') and has_function_privilege(p_role, p.oid, 'execute'))
$$;
comment on function auth.hook_known(text, text) is
  'Whether this is a function (jsonb) that returns jsonb or void and that the role may execute. Private.';
