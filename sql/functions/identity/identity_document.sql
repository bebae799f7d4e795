create or replace function auth.identity_document(p_identity auth.identities)
returns jsonb language sql stable
as $$
  select jsonb_build_object(
    'id', (p_identity).id,
    'provider', (p_identity).provider,
    'subject', (p_identity).subject,
    'email', (p_identity).email,
    'email_verified', (p_identity).email_verified,
    'display_name', (p_identity).profile ->> 'display_name',
    'avatar_url', (p_identity).profile ->> 'avatar_url',
    'created_at', (p_identity).created_at,
    'last_used_at', (p_identity).last_used_at)
$$;
comment on function auth.identity_document(auth.identities) is
  'An account at a provider as its owner may see it. Private.';
