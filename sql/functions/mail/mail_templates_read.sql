create or replace function auth.mail_templates_read(p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'locale', t.locale, 'subject', t.subject, 'text', t.body_text, 'html', t.body_html)
      order by t.name, t.locale), '[]')
    from auth.mail_templates t where t.project_id = v_project);
end $$;
comment on function auth.mail_templates_read(text, jsonb) is
  'A project''s own words for mails, for an administrator. Refuses what auth.admin_require refuses.';
