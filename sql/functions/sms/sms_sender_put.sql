create or replace function auth.sms_sender_put(p_project uuid, p_kind text, p_config_sealed bytea)
returns void language plpgsql volatile security definer set search_path = ''
as $$
begin
  if p_kind is null then
    delete from auth.sms_senders s where s.project_id = p_project;
  else
    insert into auth.sms_senders (project_id, kind, config_sealed) values (p_project, p_kind, p_config_sealed)
    on conflict (project_id) do update set kind = excluded.kind, config_sealed = excluded.config_sealed, updated_at = now();
  end if;
  perform auth.audit_put(p_project, 'sms_sender_set', p_detail => jsonb_build_object('kind', p_kind));
end $$;
comment on function auth.sms_sender_put(uuid, text, bytea) is
  'Sets how a project sends text messages: twilio, twilio_verify or http, with its account sealed under the master key (rolecall project sms does that); null takes it away.';
