create or replace function auth.pat_document(p_pat auth.personal_access_tokens)
returns jsonb language sql stable
as $$
  select jsonb_build_object(
    'id', (p_pat).id,
    'hint', (p_pat).hint,
    'metadata', (p_pat).metadata,
    'created_at', (p_pat).created_at,
    'expires_at', (p_pat).expires_at,
    'last_used_at', (p_pat).last_used_at)
$$;
comment on function auth.pat_document(auth.personal_access_tokens) is
  'A personal access token as its owner may see it again: without the token. Private.';
