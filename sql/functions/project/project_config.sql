create or replace function auth.project_config(
  p_ref text,
  out id uuid, out slug text, out name text, out kind text, out data_schema text,
  out anon_role text, out authenticated_role text, out service_role text,
  out data_login text, out data_login_sealed bytea, out settings jsonb, out token_epoch integer, out signing_keys jsonb)
language plpgsql stable security definer set search_path = ''
as $$
begin
  select p.id, p.slug, p.name, p.kind, p.data_schema, p.anon_role, p.authenticated_role, p.service_role,
         p.data_login, p.data_login_sealed, p.settings, p.token_epoch,
         (select coalesce(jsonb_agg(jsonb_build_object('kid', k.kid, 'alg', k.alg, 'status', k.status, 'public_jwk', k.public_jwk,
                    'private_sealed', encode(k.private_sealed, 'base64')) order by k.created_at desc), '[]')
          from auth.signing_keys k where k.project_id = p.id and k.status <> 'revoked')
    into id, slug, name, kind, data_schema, anon_role, authenticated_role, service_role,
         data_login, data_login_sealed, settings, token_epoch, signing_keys
  from auth.projects p where p.id = auth.project_find(p_ref);
end $$;
comment on function auth.project_config(text) is
  'What a node keeps of a project (by slug, uuid or proj_ id): roles, settings, keys that still verify, private parts sealed. Refuses project_not_found.';
