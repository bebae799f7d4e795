create or replace function auth.doctor_hooks()
returns table (name text, state text, found text, remedy text)
language sql stable
as $$
  select 'hooks', 'fault', format('%s of project %s is %s, which %s may not execute or which is not there', c.name, p.slug, p.settings ->> c.name, p.service_role),
    format('grant execute on function %s(jsonb) to %I; -- and usage on its schema', p.settings ->> c.name, p.service_role)
  from auth.projects p, auth.settings_catalog() c
  where c.kind = 'function' and p.settings ->> c.name is not null and p.service_role is not null
    and not auth.hook_known(p.service_role, p.settings ->> c.name)
  union all
  select 'hooks', 'warn', format('webhook %s of project %s is off: %s', w.id, p.slug, w.disabled_reason),
    format('select auth.webhook_update(%L, ''{"enabled": true}'', %L);', w.id, p.slug)
  from auth.webhooks w join auth.projects p on p.id = w.project_id
  where not w.enabled and w.disabled_reason <> 'by hand'
  union all
  select 'hooks', 'warn', format('webhook %s of project %s has failed since %s: %s', w.id, p.slug, to_char(w.failing_since, 'YYYY-MM-DD HH24:MI TZ'),
      coalesce('it answered ' || nullif(w.last_status, 0), 'it can''t be reached')),
    format('select auth.webhook_deliveries(%L, %L);', w.id, p.slug)
  from auth.webhooks w join auth.projects p on p.id = w.project_id
  where w.enabled and w.failing_since < now() - interval '10 minutes'
$$;
comment on function auth.doctor_hooks() is
  'Findings of auth.doctor about functions of the projects'' own that can''t run, and webhooks that fail or were switched off for it. Private.';
