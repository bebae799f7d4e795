create or replace function auth.api_key_document(p_key auth.api_keys)
returns jsonb language sql stable
as $$
  select jsonb_build_object('id', (p_key).id, 'kind', (p_key).kind, 'name', (p_key).name, 'hint', (p_key).hint,
    'created_at', (p_key).created_at, 'revoked_at', (p_key).revoked_at)
$$;
comment on function auth.api_key_document(auth.api_keys) is
  'An API key as people may see it again: its last four characters. Private.';
