drop table auth.personal_access_tokens, auth.known_devices;
delete from rolecall.applied where version = 9;
