alter table auth.users drop column mfa_enabled, drop column must_change_password;
alter table auth.sessions drop column mfa_pending, drop column elevated_until, drop column tenant_id;
drop table auth.trusted_devices, auth.recovery_codes, auth.factors;
delete from rolecall.applied where version = 6;
