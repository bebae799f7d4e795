create or replace function auth.webhooks_read(p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  return (select coalesce(jsonb_agg(auth.webhook_document(w) order by w.created_at, w.id), '[]') from auth.webhooks w where w.project_id = v_project);
end $$;
comment on function auth.webhooks_read(text, jsonb) is
  'Webhooks of a project, without their secrets. Refuses what auth.admin_require refuses.';
