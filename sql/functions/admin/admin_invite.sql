create or replace function auth.admin_invite(
  p_email text, p_hash bytea, p_sealed bytea, p_project text default 'default', p_role text default 'admin',
  p_redirect text default null, p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by, 'owner');
  v_realm uuid := auth.project_find('admin');
  v_settings jsonb := auth.project_settings(v_realm);
  v_email text := auth.email_require(p_email);
  v_user auth.users := auth.user_by_identifier(v_realm, v_email);
  v_administers jsonb;
begin
  perform auth.admin_role_require(p_role), auth.redirect_check(v_settings, p_redirect);
  if v_user.id is not null then
    return jsonb_build_object('admin', auth.admin_grant(v_user.id::text, p_project, p_role, p_by));
  end if;
  -- An address has one live invitation: the new one is for what the older was for, too.
  update auth.invitations i set revoked_at = now()
  where i.project_id = v_realm and i.email = v_email and i.accepted_at is null and i.revoked_at is null
  returning i.app_metadata -> 'administers' into v_administers;
  insert into auth.invitations (project_id, email, hash, app_metadata, redirect_to, expires_at)
  values (v_realm, v_email, p_hash,
    jsonb_build_object('administers', coalesce(v_administers, '{}') || jsonb_build_object(v_project::text, p_role)),
    p_redirect, now() + make_interval(secs => (v_settings ->> 'invitation_ttl')::integer));
  perform auth.outbox_send(v_realm, v_email, 'admin_invite', p_sealed, jsonb_build_object('expires_in', v_settings -> 'invitation_ttl',
    'invited_to', (select p.name from auth.projects p where p.id = v_project)));
  perform auth.audit_put(v_project, 'admin_invited', p_detail => jsonb_build_object('email', v_email, 'role', p_role));
  return jsonb_build_object('expires_in', v_settings -> 'invitation_ttl');
end $$;
comment on function auth.admin_invite(text, bytea, bytea, text, text, text, jsonb) is
  'Makes the account of the realm with this proven address an admin of a project (p_role owner: its owner), for its owner; who has none gets an invitation by mail (its link leads to p_redirect, on the realm''s list, or to the server''s own page). Refuses email_missing, email_invalid, email_not_verified, admin_role_unknown, redirect_not_allowed and what auth.admin_require refuses.';
