drop table auth.sms_senders;
delete from rolecall.applied where version = 7;
