drop index auth.projects_webauthn_rp_id;
drop table auth.ceremonies, auth.passkeys;
delete from rolecall.applied where version = 8;
