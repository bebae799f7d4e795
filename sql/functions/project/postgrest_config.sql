create or replace function auth.postgrest_config()
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project auth.projects;
  v_keys jsonb;
begin
  select * into v_project from auth.projects p where p.data_login = session_user;
  select jsonb_agg(k.public_jwk) into v_keys from auth.signing_keys k
  where k.project_id = v_project.id and k.status <> 'revoked' and k.public_jwk is not null;
  perform set_config('pgrst.db_schemas', v_project.data_schema, true),
          set_config('pgrst.db_anon_role', v_project.anon_role, true),
          set_config('pgrst.db_pre_request', 'auth.pre_request', true),
          set_config('pgrst.jwt_aud', v_project.settings ->> 'token_audience', true);
  -- Until a node has made the first key there is none to trust; the notice that goes with it has PostgREST ask again.
  perform set_config('pgrst.jwt_secret', jsonb_build_object('keys', v_keys)::text, true) where v_keys is not null;
end $$;
comment on function auth.postgrest_config() is
  'For a stock PostgREST (db-pre-config): schema, roles, audience and public keys of the project whose data login it uses. It follows a rotation at once, by NOTIFY pgrst. A project that signs with HS256 has no public key: give PostgREST''s jwt-secret by hand, or another signing_alg to the project.';
