create or replace function auth.session_claims(p_project uuid, p_session uuid)
returns jsonb language plpgsql volatile
as $$
begin
  return (
    select auth.claims_document(p, u, s)
    from auth.sessions s
    join auth.users u on u.project_id = s.project_id and u.id = s.user_id
    join auth.projects p on p.id = s.project_id
    where s.project_id = p_project and s.id = p_session);
end $$;
comment on function auth.session_claims(uuid, uuid) is
  'auth.claims_document by the session''s id. Private.';
