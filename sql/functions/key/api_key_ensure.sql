create or replace function auth.api_key_ensure(p_project text, p_kind text, p_hash bytea, p_hint text)
returns boolean language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(p_project);
begin
  if not exists (select from auth.api_keys k where k.project_id = v_project and k.hash = p_hash) then
    perform auth.api_key_put(v_project, p_kind, p_hash, p_hint);
  end if;
  return exists (select from auth.api_keys k where k.project_id = v_project and k.hash = p_hash and k.revoked_at is null);
end $$;
comment on function auth.api_key_ensure(text, text, bytea, text) is
  'Adds an API key by its SHA-256 unless it is there; false when it was and has been revoked. Kind account belongs to the project admin.';
