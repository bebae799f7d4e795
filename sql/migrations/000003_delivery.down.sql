drop publication rolecall_outbox;
drop table auth.mail_templates, auth.outbox, auth.tickets;
delete from rolecall.applied where version = 3;
