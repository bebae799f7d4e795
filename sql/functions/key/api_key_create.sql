create or replace function auth.api_key_create(
  p_kind text, p_hash bytea, p_hint text, p_name text default null, p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_id uuid;
begin
  if p_kind is null or p_kind not in ('public', 'secret') then
    perform auth.fail('key_kind_unknown');
  elsif length(p_name) > 128 then
    perform auth.fail('key_name_invalid');
  end if;
  v_id := auth.api_key_put(v_project, p_kind, p_hash, p_hint, null, p_name);
  perform auth.audit_put(v_project, 'api_key_created', p_detail => jsonb_build_object('key', v_id, 'kind', p_kind));
  return (select auth.api_key_document(k) from auth.api_keys k where k.project_id = v_project and k.id = v_id);
end $$;
comment on function auth.api_key_create(text, bytea, text, text, text, jsonb) is
  'Adds a public or secret key to a project by its SHA-256, for an administrator; the others stay. Refuses key_kind_unknown, key_name_invalid and what auth.admin_require refuses.';
