create or replace function auth.provider_tokens_take(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_identity uuid, p_ip inet)
returns bytea language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_sealed bytea;
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  perform auth.identity_require(p_project, p_user, p_identity);
  delete from auth.provider_tokens t
  where t.project_id = p_project and t.identity_id = p_identity and t.expires_at > now()
  returning t.sealed into v_sealed;
  if found then
    perform auth.audit_put(p_project, 'provider_tokens_taken', p_user, p_session, p_ip, jsonb_build_object('identity', p_identity));
  end if;
  return v_sealed;
end $$;
comment on function auth.provider_tokens_take(uuid, uuid, uuid, integer, integer, uuid, inet) is
  'Hands out what a provider gave for its own API at the last sign-in, once: null afterwards, or when there was nothing. Refuses identity_not_found and what auth.request_check refuses.';
