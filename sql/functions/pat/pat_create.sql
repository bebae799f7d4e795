create or replace function auth.pat_create(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer,
  p_hash bytea, p_hint text, p_expires timestamptz, p_metadata jsonb, p_ip inet)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user auth.users := auth.factors_lock(p_project, p_user, p_session, p_password_version, p_epoch);
  v_pat auth.personal_access_tokens;
begin
  perform auth.pat_require(v_user, p_session, p_expires, p_metadata);
  insert into auth.personal_access_tokens (project_id, user_id, hash, hint, metadata, expires_at)
  values (p_project, p_user, p_hash, p_hint, coalesce(p_metadata, '{}'), p_expires)
  returning * into v_pat;
  perform auth.audit_put(p_project, 'pat_created', p_user, p_session, p_ip, jsonb_build_object('pat', v_pat.id));
  return auth.pat_document(v_pat);
end $$;
comment on function auth.pat_create(uuid, uuid, uuid, integer, integer, bytea, text, timestamptz, jsonb, inet) is
  'Makes a personal access token for the bearer (its SHA-256 and its end). Who has a second factor must have shown it. Refuses pat_disabled, user_anonymous, proof_needed (a session that was opened by such a token, unless elevated), expiry_invalid, metadata_invalid, pats_too_many, second_factor_required and what auth.request_check refuses.';
