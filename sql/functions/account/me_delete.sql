create or replace function auth.me_delete(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_read_version integer, p_matches boolean, p_ip inet,
  out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user auth.users;
  v_fault text;
begin
  select * into v_user from auth.users u where u.project_id = p_project and u.id = p_user for update;
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  v_fault := auth.proof_fault(v_user, p_session, p_read_version, p_matches);
  if v_fault is not null then
    perform auth.audit_put(p_project, 'user_delete_refused', p_user, p_session, p_ip, jsonb_build_object('code', v_fault));
    refusal := auth.refusal(v_fault);
    return;
  end if;
  perform auth.tenants_unowned_require(p_project, p_user);
  begin
    delete from auth.users u where u.project_id = p_project and u.id = p_user;
  exception when foreign_key_violation then
    perform auth.fail('account_in_use');
  end;
  perform auth.limit_clear(p_project, 'limit_password_check', p_user::text);
  perform auth.audit_put(p_project, 'user_deleted', p_user, p_session, p_ip);
end $$;
comment on function auth.me_delete(uuid, uuid, uuid, integer, integer, integer, boolean, inet) is
  'Deletes the bearer''s account, with all that is theirs here; audit rows stay. Takes a fresh proof: the password that auth.password_change_begin gave to compare (p_matches; null: none was given), or an elevated session; who has neither, a sign-in just now. Keeps the audit row of a refusal. Refuses password_wrong, second_factor_required, proof_needed, account_in_use, tenant_owner_last (a tenant must be handed over or deleted first) and what auth.request_check refuses.';
