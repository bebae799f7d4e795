create or replace function auth.factors_of(p_project uuid, p_user uuid)
returns jsonb language sql stable
as $$
  select jsonb_build_object(
    'enabled', auth.second_factor_on(auth.user_read_row(p_project, p_user), auth.project_settings(p_project)),
    'factors', (select coalesce(jsonb_agg(auth.factor_document(f) order by f.created_at, f.id), '[]')
      from auth.factors f where f.project_id = p_project and f.user_id = p_user),
    'recovery_codes_left', (select count(*) from auth.recovery_codes r
      where r.project_id = p_project and r.user_id = p_user and r.used_at is null))
$$;
comment on function auth.factors_of(uuid, uuid) is
  'A user''s second factors, whether they are asked for at sign-in, and how many recovery codes are left. Private.';
