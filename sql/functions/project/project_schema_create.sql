create or replace function auth.project_schema_create(p_project uuid)
returns void language plpgsql volatile
as $$
declare
  v auth.projects;
begin
  select * into v from auth.projects p where p.id = p_project;
  execute format('create schema if not exists %I', v.data_schema);
  execute format('grant usage on schema %I to %I, %I, %I, %I', v.data_schema, v.anon_role, v.authenticated_role, v.service_role, v.data_login);
end $$;
comment on function auth.project_schema_create(uuid) is
  'Makes the schema of a project''s tables. Rights on tables are the DBA''s to grant: none come by themselves. Private.';
