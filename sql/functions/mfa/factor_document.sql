create or replace function auth.factor_document(p_factor auth.factors)
returns jsonb language sql stable
as $$
  select jsonb_build_object(
    'id', (p_factor).id,
    'type', (p_factor).kind,
    'name', (p_factor).name,
    'confirmed', (p_factor).confirmed_at is not null,
    'created_at', (p_factor).created_at,
    'last_used_at', (p_factor).last_used_at)
$$;
comment on function auth.factor_document(auth.factors) is
  'A second factor as its owner may see it: without its secret. Private.';
