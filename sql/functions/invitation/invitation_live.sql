create or replace function auth.invitation_live(p_project uuid, p_identifier text, p_proven boolean, p_invitation bytea)
returns uuid language sql stable
as $$
  select i.id from auth.invitations i
  where i.project_id = p_project and i.email = p_identifier and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
    and case when p_invitation is null then p_proven else i.hash = p_invitation end
$$;
comment on function auth.invitation_live(uuid, text, boolean, bytea) is
  'The invitation of this address that is still good: its token shows it, or that the address is proven otherwise. Private.';
