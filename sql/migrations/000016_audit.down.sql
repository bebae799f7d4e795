drop index auth.outbox_texts, auth.users_guests;
alter table auth.audit_log drop column result, drop column user_agent, drop column actor_kind, drop column actor, drop column target;
delete from rolecall.applied where version = 16;
