create or replace function auth.outbox_send(
  p_project uuid, p_destination text, p_template text, p_sealed bytea, p_data jsonb default '{}', p_locale text default null)
returns void language plpgsql volatile
as $$
begin
  insert into auth.outbox (project_id, kind, template, destination, locale, payload_sealed, data)
  select p.id, auth.identifier_channel(p_destination), p_template, p_destination, p_locale, p_sealed,
    coalesce(p_data, '{}') || jsonb_strip_nulls(jsonb_build_object(
      'project_name', p.name, 'project_slug', p.slug, 'site_url', p.settings ->> 'site_url', 'mail_from', p.settings ->> 'mail_from'))
      || case auth.identifier_channel(p_destination) when 'sms' then '{}' else jsonb_build_object('email', p_destination) end
  from auth.projects p where p.id = p_project;
  perform auth.bus_emit('outbox', p_project);
end $$;
comment on function auth.outbox_send(uuid, text, text, bytea, jsonb, text) is
  'Puts a mail or text message to an address or number into the outbox and wakes the worker at commit. Private.';
