create or replace function auth.identity_holder(p_project uuid, p_identity jsonb)
returns auth.users language plpgsql volatile
as $$
declare
  v_known auth.identities;
  v_user auth.users;
begin
  select * into v_known from auth.identities i
  where i.project_id = p_project and i.provider = p_identity ->> 'provider'
    and i.issuer = p_identity ->> 'issuer' and i.subject = p_identity ->> 'subject' and i.tenant_id is not distinct from auth.tenant_pool();
  select * into v_user from auth.users u where u.project_id = p_project and u.id = v_known.user_id for no key update;
  -- Asked again under the user's lock: it may have been unlinked meanwhile.
  if not exists (select from auth.identities i where i.project_id = p_project and i.id = v_known.id) then
    return null;
  end if;
  return v_user;
end $$;
comment on function auth.identity_holder(uuid, jsonb) is
  'Whose an account at a provider is, locked; null when it is nobody''s. Private.';
