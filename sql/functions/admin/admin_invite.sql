create or replace function auth.admin_invite(
  p_email text, p_link_hash bytea, p_sealed bytea, p_project text default 'default', p_role text default 'admin', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by, 'owner');
  v_realm uuid := auth.project_find('admin');
  v_email text := auth.email_require(p_email);
  v_user auth.users := auth.user_by_identifier(v_realm, v_email);
begin
  perform auth.admin_role_require(p_role);
  if v_user.email_confirmed_at is not null then
    return jsonb_build_object('admin', auth.admin_grant(v_user.id::text, p_project, p_role, p_by));
  end if;
  -- Another invitation to the same takes the place of the one before.
  delete from auth.tickets t where t.project_id = v_realm and t.purpose = 'invite' and t.destination = v_email
    and t.payload ->> 'project' = v_project::text;
  perform auth.ticket_put(v_realm, null, 'invite', 'mail', v_email, p_link_hash, null, 604800,
    p_payload => jsonb_build_object('project', v_project, 'role', p_role));
  perform auth.outbox_send(v_realm, v_email, 'admin_invite', p_sealed, jsonb_build_object('expires_in', 604800,
    'invited_to', (select p.name from auth.projects p where p.id = v_project)));
  perform auth.audit_put(v_project, 'admin_invited', p_detail => jsonb_build_object('email', v_email, 'role', p_role));
  return jsonb_build_object('expires_in', 604800);
end $$;
comment on function auth.admin_invite(text, bytea, bytea, text, text, jsonb) is
  'Makes the account of the realm with this proven address an admin of a project (p_role owner: its owner), for its owner; sends who has none an invitation for a week. Refuses email_missing, email_invalid, admin_role_unknown and what auth.admin_require refuses.';
