create or replace function auth.invitation_create(
  p_email text, p_project text default 'default', p_hash bytea default null, p_sealed bytea default null,
  p_redirect text default null, p_app_metadata jsonb default '{}', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_settings jsonb := auth.project_settings(v_project);
  v_email text := auth.email_require(p_email);
  v_raw bytea := case when p_hash is null then extensions.gen_random_bytes(32) end;
  v_made auth.invitations;
begin
  perform auth.redirect_check(v_settings, p_redirect), auth.email_domain_require(v_settings, v_email);
  if (auth.user_by_identifier(v_project, v_email)).id is not null then
    perform auth.fail('email_taken');
  elsif jsonb_typeof(p_app_metadata) <> 'object' or octet_length(p_app_metadata::text) > 8192 then
    perform auth.fail('metadata_invalid');
  end if;
  -- Of two that invite the same at once the second waits, and takes the place of the first.
  perform pg_catalog.pg_advisory_xact_lock(hashtextextended('rolecall.invitation ' || v_project || ' ' || v_email, 0));
  update auth.invitations i set revoked_at = now()
  where i.project_id = v_project and i.email = v_email and i.accepted_at is null and i.revoked_at is null;
  insert into auth.invitations (project_id, email, hash, app_metadata, redirect_to, expires_at)
  values (v_project, v_email, coalesce(p_hash, sha256(v_raw)), p_app_metadata, p_redirect, now() + make_interval(secs => (v_settings ->> 'invitation_ttl')::integer))
  returning * into v_made;
  if p_sealed is not null then
    perform auth.outbox_send(v_project, v_email, 'invitation', p_sealed, jsonb_build_object('expires_in', v_settings -> 'invitation_ttl'));
  end if;
  perform auth.audit_put(v_project, 'invitation_created', p_detail => jsonb_build_object('invitation', v_made.id));
  return auth.invitation_document(v_made)
    || case when v_raw is null then '{}' else jsonb_build_object('token', 'it_' || translate(encode(v_raw, 'base64'), '+/=', '-_')) end;
end $$;
comment on function auth.invitation_create(text, text, bytea, bytea, text, jsonb, jsonb) is
  'Invites an address to sign up; the older invitation of the same address dies. A node gives the token''s SHA-256 and the sealed mail; at psql leave both out: no mail is sent, and the token is in the answer, shown this once. app_metadata becomes the user''s. Refuses email_missing, email_invalid, email_taken, email_domain_refused, metadata_invalid, redirect_not_allowed and what auth.admin_require refuses.';
