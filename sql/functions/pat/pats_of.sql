create or replace function auth.pats_of(p_project uuid, p_user uuid)
returns jsonb language sql stable
as $$
  select coalesce(jsonb_agg(auth.pat_document(t) order by t.created_at desc, t.id), '[]')
  from auth.personal_access_tokens t where t.project_id = p_project and t.user_id = p_user and t.expires_at > now()
$$;
comment on function auth.pats_of(uuid, uuid) is
  'A user''s personal access tokens that have not expired, newest first. Private.';
