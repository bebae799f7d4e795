create or replace function auth.invitation_address(p_project uuid, p_invitation bytea)
returns text language plpgsql stable security definer set search_path = ''
as $$
declare
  v_email text;
begin
  select i.email into v_email from auth.invitations i
  where i.project_id = p_project and i.hash = p_invitation and i.accepted_at is null and i.revoked_at is null and i.expires_at > now();
  if v_email is null then
    perform auth.fail('invitation_invalid');
  end if;
  return v_email;
end $$;
comment on function auth.invitation_address(uuid, bytea) is
  'Whom an invitation is for, by its token''s SHA-256. Refuses invitation_invalid.';
