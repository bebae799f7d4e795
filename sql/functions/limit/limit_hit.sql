create or replace function auth.limit_hit(p_project uuid, p_settings jsonb, p_limit text, p_subject text)
returns jsonb language plpgsql volatile
as $$
declare
  v_rate record := auth.rate(p_settings, p_limit);
  v_row auth.rate_limits;
begin
  if v_rate.hits = 0 or p_subject is null then
    return null;
  end if;
  insert into auth.rate_limits as l (project_id, name, subject, hits, window_ends_at)
  values (p_project, p_limit, sha256(convert_to(p_subject, 'UTF8')), 1, now() + make_interval(secs => v_rate.seconds))
  on conflict (project_id, name, subject) do update set
    hits = case when l.window_ends_at <= now() then 1 else l.hits + 1 end,
    window_ends_at = case when l.window_ends_at <= now() then excluded.window_ends_at else l.window_ends_at end
  returning * into v_row;
  if v_row.hits > v_rate.hits then
    return auth.refusal('over_limit', jsonb_build_object('limit', p_limit,
      'retry_after', greatest(1, ceil(extract(epoch from v_row.window_ends_at - now())))::integer));
  end if;
  return null;
end $$;
comment on function auth.limit_hit(uuid, jsonb, text, text) is
  'Counts a hit before anything is compared and returns over_limit (limit, retry_after) once there are too many, else null. A rate of 0 hits switches the limit off. Private.';
