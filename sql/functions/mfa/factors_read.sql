create or replace function auth.factors_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer)
returns jsonb language plpgsql stable security definer set search_path = ''
as $$
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch, true);
  return jsonb_build_object(
    'enabled', auth.second_factor_on(auth.user_read_row(p_project, p_user), auth.project_settings(p_project)),
    'factors', (select coalesce(jsonb_agg(auth.factor_document(f) order by f.created_at, f.id), '[]')
      from auth.factors f where f.project_id = p_project and f.user_id = p_user),
    'recovery_codes_left', (select count(*) from auth.recovery_codes r
      where r.project_id = p_project and r.user_id = p_user and r.used_at is null));
end $$;
comment on function auth.factors_read(uuid, uuid, uuid, integer, integer) is
  'The bearer''s second factors, whether they are asked for at sign-in, and how many recovery codes are left. Refuses what auth.request_check refuses, but not a session that still owes its second factor.';
