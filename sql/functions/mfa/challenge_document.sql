create or replace function auth.challenge_document(p_user auth.users)
returns jsonb language sql stable
as $$
  select jsonb_build_object('factors', coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'type', f.kind, 'name', f.name) order by f.created_at), '[]'))
  from auth.factors f
  where f.project_id = (p_user).project_id and f.user_id = (p_user).id and f.confirmed_at is not null
$$;
comment on function auth.challenge_document(auth.users) is
  'What a challenge tells of the factors that can answer it. Private.';
