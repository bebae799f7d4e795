drop table auth.project_admins;
alter table auth.api_keys drop column name;
drop index auth.users_by_age, auth.users_by_email, auth.users_by_phone, auth.users_by_name, auth.sessions_live;
delete from rolecall.applied where version = 14;
