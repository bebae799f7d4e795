drop function if exists auth.refresh_outcome(auth.sessions, jsonb, bytea);

insert into rolecall.applied (version) values (17);
