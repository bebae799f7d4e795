create or replace function auth.project_keys_replace(
  p_project text, p_public_hash bytea, p_public_hint text, p_secret_hash bytea, p_secret_hint text, out id uuid, out slug text)
language plpgsql volatile security definer set search_path = ''
as $$
begin
  select p.id, p.slug into id, slug from auth.projects p where p.id = auth.project_find(p_project);
  perform auth.api_keys_replace(id, p_public_hash, p_public_hint, p_secret_hash, p_secret_hint);
end $$;
comment on function auth.project_keys_replace(text, bytea, text, bytea, text) is
  'New public or secret key (or both; null: stays) of a project, for its operator; the old one is dead at once. Refuses project_not_found.';
