drop schema auth cascade;
delete from rolecall.applied where version = 1;
