create or replace function auth.api_keys_replace(
  p_project uuid, p_public_hash bytea, p_public_hint text, p_secret_hash bytea, p_secret_hint text)
returns void language plpgsql volatile
as $$
begin
  update auth.api_keys k set revoked_at = now()
  where k.project_id = p_project and k.revoked_at is null
    and ((k.kind = 'public' and p_public_hash is not null) or (k.kind = 'secret' and p_secret_hash is not null));
  perform auth.api_key_put(p_project, 'public', p_public_hash, p_public_hint);
  perform auth.api_key_put(p_project, 'secret', p_secret_hash, p_secret_hint);
  perform auth.audit_put(p_project, 'api_keys_rotated',
    p_detail => jsonb_build_object('public', p_public_hash is not null, 'secret', p_secret_hash is not null));
  perform auth.bus_emit('keys', p_project);
end $$;
comment on function auth.api_keys_replace(uuid, bytea, text, bytea, text) is
  'Replaces a project''s public or secret key (or both; null: stays), for its operator. Private.';
