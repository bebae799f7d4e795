create or replace function auth.provider_tokens_put(p_project uuid, p_identity uuid, p_sealed bytea)
returns void language sql volatile
as $$
  insert into auth.provider_tokens (project_id, identity_id, sealed, expires_at)
  select p_project, p_identity, p_sealed, now() + interval '1 hour' where p_sealed is not null
  on conflict (project_id, identity_id) do update set sealed = excluded.sealed, expires_at = excluded.expires_at
$$;
comment on function auth.provider_tokens_put(uuid, uuid, bytea) is
  'Keeps a provider''s own tokens, sealed, for an hour or until they are asked for. Private.';
