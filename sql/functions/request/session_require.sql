create or replace function auth.session_require(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_pending_passes boolean default false)
returns void language plpgsql stable
as $$
declare
  v_fault text := (auth.session_state(p_project, p_user, p_session, p_password_version, p_epoch, p_pending_passes)).fault;
begin
  if v_fault is not null then
    perform auth.fail(v_fault);
  end if;
end $$;
comment on function auth.session_require(uuid, uuid, uuid, integer, integer, boolean) is
  'Refuses token_revoked, token_invalid, session_expired, user_disabled, project_disabled or second_factor_needed unless the token still holds. Private.';
