create or replace function auth.invitation_take(p_project uuid, p_invitation uuid)
returns auth.invitations language plpgsql volatile
as $$
declare
  v_invitation auth.invitations;
begin
  -- Of two that come with one invitation the second waits here, and finds it used.
  select * into v_invitation from auth.invitations i
  where i.project_id = p_project and i.id = p_invitation and i.accepted_at is null and i.revoked_at is null for update;
  return v_invitation;
end $$;
comment on function auth.invitation_take(uuid, uuid) is
  'Locks an invitation that is still good; null when it no longer is. Private.';
