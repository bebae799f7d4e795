create or replace function auth.provider_put(p_project uuid, p_name text, p_kind text, p_config jsonb, p_secret_sealed bytea)
returns void language plpgsql volatile security definer set search_path = ''
as $$
begin
  insert into auth.providers (project_id, name, kind, config, secret_sealed)
  values (p_project, p_name, p_kind, p_config, p_secret_sealed)
  on conflict (project_id, name) do update set
    kind = excluded.kind, config = excluded.config, secret_sealed = excluded.secret_sealed, disabled_at = null, updated_at = now();
  perform auth.audit_put(p_project, 'provider_set', p_detail => jsonb_build_object('provider', p_name, 'kind', p_kind));
end $$;
comment on function auth.provider_put(uuid, text, text, jsonb, bytea) is
  'Sets up an identity provider of a project; its client''s secret comes sealed under the master key (rolecall project provider set does that). config: client_id, issuer, scopes, audiences, extra.';
