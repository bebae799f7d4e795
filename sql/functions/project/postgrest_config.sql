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
  perform set_config('pgrst.db_schemas', coalesce((
            select string_agg(trim(s), ', ') from unnest(string_to_array(v_project.settings ->> 'rest.schemas', ',')) s
            where trim(s) not in ('', 'auth', 'rolecall', 'rolecall_admin', 'pg_catalog', 'information_schema')), v_project.data_schema), true),
          set_config('pgrst.db_extra_search_path', coalesce(v_project.settings ->> 'rest.extra_search_path', 'extensions'), true),
          set_config('pgrst.db_max_rows', v_project.settings ->> 'rest.max_rows', true),
          set_config('pgrst.db_tx_end', v_project.settings ->> 'rest.tx_end', true),
          set_config('pgrst.db_aggregates_enabled', v_project.settings ->> 'rest.aggregates_enabled', true),
          set_config('pgrst.db_plan_enabled', v_project.settings ->> 'rest.plan_enabled', true),
          set_config('pgrst.db_root_spec', coalesce(v_project.settings ->> 'rest.root_spec', ''), true),
          set_config('pgrst.openapi_mode', v_project.settings ->> 'rest.openapi_mode', true),
          set_config('pgrst.db_anon_role', v_project.anon_role, true),
          set_config('pgrst.db_pre_request', 'auth.pre_request', true),
          set_config('pgrst.jwt_aud', v_project.settings ->> 'token_audience', true);
  -- Until a node has made the first key there is none to trust; the notice that goes with it has PostgREST ask again.
  perform set_config('pgrst.jwt_secret', jsonb_build_object('keys', v_keys)::text, true) where v_keys is not null;
end $$;
comment on function auth.postgrest_config() is
  'For a stock PostgREST (db-pre-config): schemas, roles, settings rest.*, audience and public keys of the project whose data login it uses. It follows a rotation at once, by NOTIFY pgrst. A project that signs with HS256 has no public key: give PostgREST''s jwt-secret by hand, or another signing_alg to the project.';
