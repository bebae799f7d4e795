create or replace function auth.mail_template(
  p_project uuid, p_name text, p_locale text, out subject text, out body_text text, out body_html text)
language sql stable security definer set search_path = ''
as $$
  select t.subject, t.body_text, t.body_html from auth.mail_templates t
  where t.project_id = p_project and t.name = p_name and t.locale in (p_locale, split_part(p_locale, '-', 1), 'en')
  order by (t.locale = p_locale) desc, (t.locale = split_part(p_locale, '-', 1)) desc limit 1
$$;
comment on function auth.mail_template(uuid, text, text) is
  'A project''s own template for a mail: exact locale, its language, then en; nulls when it has none.';
