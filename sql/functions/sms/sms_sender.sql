create or replace function auth.sms_sender(p_project uuid, out kind text, out config_sealed bytea)
language sql stable security definer set search_path = ''
as $$ select s.kind, s.config_sealed from auth.sms_senders s where s.project_id = p_project $$;
comment on function auth.sms_sender(uuid) is
  'How a project sends text messages; nulls when it cannot.';
