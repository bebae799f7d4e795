create or replace function auth.identities_of(p_project uuid, p_user uuid)
returns jsonb language sql stable
as $$
  select coalesce(jsonb_agg(auth.identity_document(i) order by i.created_at, i.id), '[]')
  from auth.identities i where i.project_id = p_project and i.user_id = p_user
$$;
comment on function auth.identities_of(uuid, uuid) is
  'A user''s accounts at providers. Private.';
