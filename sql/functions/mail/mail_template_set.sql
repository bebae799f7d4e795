create or replace function auth.mail_template_set(
  p_project text, p_name text, p_locale text, p_subject text, p_body_text text, p_body_html text)
returns void language sql volatile security definer set search_path = ''
as $$
  insert into auth.mail_templates (project_id, name, locale, subject, body_text, body_html)
  values (auth.project_find(p_project), p_name, p_locale, p_subject, p_body_text, p_body_html)
  on conflict (project_id, name, locale) do update set
    subject = excluded.subject, body_text = excluded.body_text, body_html = excluded.body_html
$$;
comment on function auth.mail_template_set(text, text, text, text, text, text) is
  'Sets a project''s own words for a mail (verify_email, password_reset, account_exists, password_changed), as Go templates.';
