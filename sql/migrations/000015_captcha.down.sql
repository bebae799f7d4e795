drop table auth.captcha_secrets;
delete from rolecall.applied where version = 15;
