create or replace function auth.session_fault(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_pending_passes boolean default false)
returns text language plpgsql stable
as $$
begin
  return (
    select case
      when p.id is null then 'token_invalid'
      when p.disabled_at is not null then 'project_disabled'
      when s.id is null or u.id is null or p.token_epoch is distinct from p_epoch then 'token_revoked'
      when u.disabled_at is not null then 'user_disabled'
      when s.revoked_at is not null then 'token_revoked'
      when s.expires_at <= now() then 'session_expired'
      when u.password_version is distinct from p_password_version
        and s.kept_password_version is distinct from p_password_version then 'token_revoked'
      when p_password_version is null then 'token_invalid'
      when s.mfa_pending and not p_pending_passes then 'second_factor_needed'
    end
    from (select p_project as id) t
    left join auth.projects p on p.id = t.id
    left join auth.sessions s on s.project_id = p.id and s.id = p_session and s.user_id = p_user
    left join auth.users u on u.project_id = p.id and u.id = s.user_id);
end $$;
comment on function auth.session_fault(uuid, uuid, uuid, integer, integer, boolean) is
  'Why an access token that was rightly signed holds no longer, or not for this: a session that still owes its second factor passes only where the caller says so. Null while it holds. The one place that says so. Private.';
