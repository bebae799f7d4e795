create or replace function auth.audit_partitions_ensure(p_months integer default 3)
returns void language plpgsql volatile
as $$
declare
  v_month date;
  v_name text;
begin
  for v_month in
    select generate_series(date_trunc('month', now()), now() + make_interval(months => p_months), '1 month')::date
  loop
    v_name := 'audit_log_' || to_char(v_month, 'YYYYMM');
    -- A month that has rows in audit_log_rest already stays there.
    if to_regclass('auth.' || v_name) is null
       and not exists (select from auth.audit_log_rest r where r.at >= v_month and r.at < v_month + interval '1 month') then
      execute format('create table auth.%I partition of auth.audit_log for values from (%L) to (%L)',
        v_name, v_month, (v_month + interval '1 month')::date);
    end if;
  end loop;
end $$;
comment on function auth.audit_partitions_ensure(integer) is
  'Makes the audit log''s partitions for this month and p_months ahead. Private.';
