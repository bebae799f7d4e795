create or replace function auth.second_factor_hit(p_project uuid, p_user uuid, p_session uuid, p_ip inet)
returns jsonb language plpgsql volatile
as $$
declare
  v_refusal jsonb := auth.limit_hit(p_project, auth.project_settings(p_project), 'limit_second_factor', p_user::text);
begin
  if v_refusal is not null then
    perform auth.audit_put(p_project, 'second_factor_limited', p_user, p_session, p_ip);
  end if;
  return v_refusal;
end $$;
comment on function auth.second_factor_hit(uuid, uuid, uuid, inet) is
  'Counts a try at a second factor before anything is compared, and returns over_limit or null. A lock of its own: no password clears it; a right try takes only itself back. Private.';
