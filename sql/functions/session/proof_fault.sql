create or replace function auth.proof_fault(p_user auth.users, p_session uuid, p_read_version integer, p_matches boolean)
returns text language sql stable
as $$
  select case
    when p_matches is not null and (not p_matches or p_read_version is distinct from (p_user).password_version) then 'password_wrong'
    when s.aal < 2 and auth.second_factor_on(p_user, v.settings) then 'second_factor_required'
    when p_matches or s.elevated_until > now() then null
    -- Who has nothing to show again has the sign-in itself: a recent one, and a guest any.
    when (p_user).password_hash is null and ((p_user).is_anonymous
      or s.created_at > now() - make_interval(secs => (v.settings ->> 'elevation_ttl')::integer)) then null
    else 'proof_needed'
  end
  from (select auth.project_settings((p_user).project_id) as settings) v
  left join auth.sessions s on s.project_id = (p_user).project_id and s.id = p_session
$$;
comment on function auth.proof_fault(auth.users, uuid, integer, boolean) is
  'Why a session may not do what needs a fresh proof of its user: the current password (p_matches; null: none was given), a session that is elevated, or a sign-in just now for who has no password. Null when it may. Private.';
