create or replace function auth.provider_put(
  p_name text, p_kind text, p_config jsonb, p_secret_sealed bytea, p_enabled boolean default true,
  p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_made auth.providers;
begin
  perform auth.provider_form_require(p_name, p_config);
  insert into auth.providers as v (project_id, name, kind, config, secret_sealed, disabled_at)
  values (v_project, p_name, p_kind, p_config, p_secret_sealed, case when not p_enabled then now() end)
  on conflict (project_id, name) do update set
    -- A secret that is not given again stays, but goes to nobody whom it was not given to.
    secret_sealed = coalesce(excluded.secret_sealed, case
      when v.kind = excluded.kind and v.config - '{scopes,audiences}'::text[] = excluded.config - '{scopes,audiences}'::text[] then v.secret_sealed end),
    kind = excluded.kind, config = excluded.config, disabled_at = excluded.disabled_at, updated_at = now()
  returning * into v_made;
  perform auth.audit_put(v_project, 'provider_set', p_detail => jsonb_build_object('provider', p_name, 'kind', p_kind, 'enabled', p_enabled));
  return auth.provider_document(v_made);
end $$;
comment on function auth.provider_put(text, text, jsonb, bytea, boolean, text, jsonb) is
  'Sets up an identity provider of a project; its client''s secret comes sealed under the master key (a node does this, or rolecall project provider set). p_config: client_id, issuer, scopes, audiences, extra. p_secret_sealed null keeps the one there is, where all but scopes and audiences stays. Refuses provider_invalid and what auth.admin_require refuses.';
