create or replace function auth.tg_audit_log__append_only()
returns trigger language plpgsql
as $$
begin
  raise exception 'the audit log is append-only' using errcode = '42501';
end $$;
comment on function auth.tg_audit_log__append_only() is
  'Trigger: rows of the audit log are not changed and not deleted; whole months are dropped when their retention is over.';

create or replace trigger _100_append_only before update or delete on auth.audit_log
  for each row execute function auth.tg_audit_log__append_only();

create or replace trigger _200_append_only before truncate on auth.audit_log
  for each statement execute function auth.tg_audit_log__append_only();
