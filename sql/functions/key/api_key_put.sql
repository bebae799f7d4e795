create or replace function auth.api_key_put(
  p_project uuid, p_kind text, p_hash bytea, p_hint text, p_user uuid default null, p_name text default null)
returns uuid language sql volatile
as $$
  insert into auth.api_keys (project_id, kind, hash, hint, user_id, name)
  select p_project, p_kind, p_hash, p_hint, p_user, p_name where p_hash is not null
  returning id
$$;
comment on function auth.api_key_put(uuid, text, bytea, text, uuid, text) is
  'Adds an API key by its SHA-256. Private.';
