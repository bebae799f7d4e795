drop table auth.import_rows;
alter table auth.users drop column external_id;
delete from rolecall.applied where version = 13;
