create or replace function auth.outbox_put(p_user auth.users, p_template text, p_sealed bytea, p_data jsonb)
returns void language plpgsql volatile
as $$
begin
  insert into auth.outbox (project_id, template, destination, locale, payload_sealed, data)
  select p.id, p_template, (p_user).email, (p_user).locale, p_sealed,
    coalesce(p_data, '{}') || jsonb_strip_nulls(jsonb_build_object(
      'project_name', p.name, 'project_slug', p.slug, 'site_url', p.settings ->> 'site_url', 'mail_from', p.settings ->> 'mail_from',
      'email', (p_user).email, 'display_name', (p_user).display_name))
  from auth.projects p where p.id = (p_user).project_id;
  perform auth.bus_emit('outbox', (p_user).project_id);
end $$;
comment on function auth.outbox_put(auth.users, text, bytea, jsonb) is
  'Puts a mail to a user into the outbox and wakes the worker at commit. Private.';
