drop table auth.audit_log, auth.idempotency_keys, auth.rate_limits;
delete from rolecall.applied where version = 4;
