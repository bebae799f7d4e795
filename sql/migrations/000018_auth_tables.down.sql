drop trigger if exists _900_row on auth.users;
drop trigger if exists _900_row_email on auth.users;
drop index auth.projects_by_service_role, auth.projects_by_authenticated_role;
drop table auth.schema_versions;
drop table auth.auth_tables;
delete from rolecall.applied where version = 18;
