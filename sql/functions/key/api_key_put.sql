create or replace function auth.api_key_put(p_project uuid, p_kind text, p_hash bytea, p_hint text, p_user uuid default null)
returns void language sql volatile
as $$
  insert into auth.api_keys (project_id, kind, hash, hint, user_id)
  select p_project, p_kind, p_hash, p_hint, p_user where p_hash is not null
$$;
comment on function auth.api_key_put(uuid, text, bytea, text, uuid) is
  'Adds an API key by its SHA-256. Private.';
