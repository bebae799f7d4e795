create or replace function auth.factors_confirmed(p_project uuid, p_user uuid)
returns integer language sql stable
as $$
  select count(*)::integer from auth.factors f
  where f.project_id = p_project and f.user_id = p_user and f.confirmed_at is not null
$$;
comment on function auth.factors_confirmed(uuid, uuid) is
  'How many second factors of a user are confirmed. Private.';
