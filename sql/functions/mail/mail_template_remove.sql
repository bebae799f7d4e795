create or replace function auth.mail_template_remove(p_project text, p_name text, p_locale text, p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  delete from auth.mail_templates t where t.project_id = v_project and t.name = p_name and t.locale = p_locale;
  if not found then
    perform auth.fail('template_unknown');
  end if;
  perform auth.audit_put(v_project, 'mail_template_removed', p_detail => jsonb_build_object('name', p_name, 'locale', p_locale));
end $$;
comment on function auth.mail_template_remove(text, text, text, jsonb) is
  'Gives a mail back to the built-in words, for an administrator. Refuses template_unknown and what auth.admin_require refuses.';
