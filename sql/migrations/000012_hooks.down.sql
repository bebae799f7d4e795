drop index auth.outbox_of_webhook;
delete from auth.outbox where kind = 'webhook';
alter table auth.outbox
  drop column last_status,
  drop constraint outbox_kind_check,
  add constraint outbox_kind_check check (kind in ('mail', 'sms'));
drop table auth.webhooks, auth.invitations;
delete from rolecall.applied where version = 12;
