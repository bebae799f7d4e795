create or replace function auth.mail_template_set(
  p_project text, p_name text, p_locale text, p_subject text, p_body_text text, p_body_html text, p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  if coalesce(p_name !~ '^[a-z][a-z_]{0,63}$' or p_locale !~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$', true) then
    perform auth.fail('template_unknown');
  end if;
  insert into auth.mail_templates (project_id, name, locale, subject, body_text, body_html)
  values (v_project, p_name, p_locale, coalesce(p_subject, ''), coalesce(p_body_text, ''), coalesce(p_body_html, ''))
  on conflict (project_id, name, locale) do update set
    subject = excluded.subject, body_text = excluded.body_text, body_html = excluded.body_html;
  perform auth.audit_put(v_project, 'mail_template_set', p_detail => jsonb_build_object('name', p_name, 'locale', p_locale));
end $$;
comment on function auth.mail_template_set(text, text, text, text, text, text, jsonb) is
  'Sets a project''s own words for a mail (verify_email, password_reset, ...) as Go templates, for an administrator; what is empty is as the built-in one has it. Refuses template_unknown and what auth.admin_require refuses.';
