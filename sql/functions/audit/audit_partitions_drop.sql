create or replace function auth.audit_partitions_drop()
returns void language plpgsql volatile
as $$
declare
  v_months integer := (select max((p.settings ->> 'audit_retention_months')::integer) from auth.projects p);
  v_name text;
begin
  for v_name in
    select c.relname from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'auth.audit_log'::regclass and c.relname ~ '^audit_log_[0-9]{6}$'
      and c.relname < 'audit_log_' || to_char(now() - make_interval(months => v_months), 'YYYYMM')
  loop
    execute format('drop table auth.%I', v_name);
  end loop;
end $$;
comment on function auth.audit_partitions_drop() is
  'Drops audit months that are past every project''s retention. Private.';
