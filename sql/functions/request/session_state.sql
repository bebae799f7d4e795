create or replace function auth.session_state(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_pending_passes boolean default false,
  out fault text, out tenant_id uuid, out is_owner boolean, out member_roles text[], out user_roles text[], out claims_changed boolean)
language plpgsql stable
as $$
begin
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
  end,
    m.tenant_id, m.is_owner, m.roles, auth.user_roles_of(u, p.settings),
    u.claims_changed_at is not null and u.claims_changed_at > now() - make_interval(secs => (p.settings ->> 'access_ttl')::integer)
  into fault, tenant_id, is_owner, member_roles, user_roles, claims_changed
  from (select p_project as id) t
  left join auth.projects p on p.id = t.id
  left join auth.sessions s on s.project_id = p.id and s.id = p_session and s.user_id = p_user
  left join auth.users u on u.project_id = p.id and u.id = s.user_id
  left join auth.memberships m on m.project_id = s.project_id and m.tenant_id = s.tenant_id and m.user_id = s.user_id
    and p.settings ->> 'tenants' <> 'off';
end $$;
comment on function auth.session_state(uuid, uuid, uuid, integer, integer, boolean) is
  'Why an access token that was rightly signed holds no longer, or not for this (null while it holds): a session that still owes its second factor passes only where the caller says so. The one place that says so. Beside it what its user may do now, whatever the token says: the active tenant, where there is a membership, and roles; claims_changed: a token may tell of the user what was so before. Private.';
