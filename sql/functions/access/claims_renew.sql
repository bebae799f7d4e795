create or replace function auth.claims_renew(p_project uuid, p_user uuid, p_session uuid)
returns void language plpgsql stable
as $$
begin
  perform set_config('request.jwt.claims', (auth.jwt() || auth.user_claims(u) || auth.access_claims(u, p.settings, s.tenant_id))::text, true)
  from auth.users u
  join auth.projects p on p.id = u.project_id
  join auth.sessions s on s.project_id = u.project_id and s.user_id = u.id and s.id = p_session
  where u.project_id = p_project and u.id = p_user and auth.jwt() is not null;
end $$;
comment on function auth.claims_renew(uuid, uuid, uuid) is
  'Brings what a request''s claims say of the user up to date, where the token may be older than the last change of it. Private.';
