drop table auth.refresh_tokens, auth.sessions, auth.users;
delete from rolecall.applied where version = 2;
