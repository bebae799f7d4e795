create or replace function auth.identity_require(p_project uuid, p_user uuid, p_identity uuid)
returns auth.identities language plpgsql stable
as $$
declare
  v_identity auth.identities;
begin
  select * into v_identity from auth.identities i
  where i.project_id = p_project and i.user_id = p_user and i.id = p_identity;
  if not found then
    perform auth.fail('identity_not_found');
  end if;
  return v_identity;
end $$;
comment on function auth.identity_require(uuid, uuid, uuid) is
  'An account at a provider that is this user''s. Refuses identity_not_found. Private.';
