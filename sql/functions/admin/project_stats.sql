create or replace function auth.project_stats(p_project text default 'default', p_days integer default 7, p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_days integer := least(greatest(coalesce(p_days, 7), 1), 90);
begin
  return jsonb_build_object(
    'users', (select jsonb_build_object('total', count(*), 'new', count(*) filter (where u.created_at > now() - make_interval(days => v_days)))
      from auth.users u where u.project_id = v_project),
    'sessions', (select jsonb_build_object('live', count(*), 'users', count(distinct s.user_id),
        'active', count(distinct s.user_id) filter (where s.refreshed_at > now() - make_interval(days => v_days)))
      from auth.sessions s where s.project_id = v_project and s.revoked_at is null and least(s.idle_expires_at, s.expires_at) > now()),
    'sign_ins', (select jsonb_agg(jsonb_build_object('day', d.day, 'signed_in', d.good, 'refused', d.bad) order by d.day) from (
      select g.day::date as day, count(*) filter (where a.event = 'signed_in') as good, count(*) filter (where a.event = 'signin_refused') as bad
      from generate_series(date_trunc('day', now()) - make_interval(days => v_days - 1), now(), '1 day') g (day)
      left join auth.audit_log a on a.project_id = v_project and a.at >= g.day and a.at < g.day + interval '1 day'
        and a.event in ('signed_in', 'signin_refused')
      group by g.day) d),
    'outbox', (select jsonb_build_object('pending', count(*), 'oldest_seconds',
        coalesce(floor(extract(epoch from now() - min(o.created_at))), 0))
      from auth.outbox o where o.project_id = v_project and o.status = 'pending'));
end $$;
comment on function auth.project_stats(text, integer, jsonb) is
  'Figures of a project, for an administrator: users, live sessions and who was active, sign-ins by day for up to 90 days, and messages that wait. Each is read from an index. Refuses what auth.admin_require refuses.';
