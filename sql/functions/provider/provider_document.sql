create or replace function auth.provider_document(p_provider auth.providers)
returns jsonb language sql stable
as $$
  select (p_provider).config || jsonb_build_object(
    'name', (p_provider).name,
    'kind', (p_provider).kind,
    'enabled', (p_provider).disabled_at is null,
    'has_secret', (p_provider).secret_sealed is not null,
    'identities', (select count(*) from auth.identities i where i.project_id = (p_provider).project_id and i.provider = (p_provider).name),
    'updated_at', (p_provider).updated_at)
$$;
comment on function auth.provider_document(auth.providers) is
  'An identity provider as its administrators may see it: without the secret, and with how many accounts there are somebody''s here. Private.';
