drop index auth.tickets_one_live, auth.tickets_user;
delete from auth.tickets where purpose not in ('verify_email', 'reset_password') or user_id is null or hash is null;
alter table auth.tickets
  drop constraint tickets_purpose_check,
  add constraint tickets_purpose_check check (purpose in ('verify_email', 'reset_password')),
  alter column user_id set not null,
  alter column hash set not null,
  drop column owner, drop column channel, drop column code_mac, drop column attempts, drop column session_id, drop column payload;
create unique index tickets_one_live on auth.tickets (project_id, user_id, purpose);
delete from rolecall.applied where version = 5;
