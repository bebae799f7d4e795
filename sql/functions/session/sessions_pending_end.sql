create or replace function auth.sessions_pending_end(p_project uuid, p_user uuid, p_reason text)
returns void language sql volatile
as $$
  select auth.session_end(p_project, s.id, p_reason)
  from (select o.id from auth.sessions o
    where o.project_id = p_project and o.user_id = p_user and o.mfa_pending and o.revoked_at is null
    order by o.id for no key update) s
$$;
comment on function auth.sessions_pending_end(uuid, uuid, text) is
  'Ends the sessions of a user that still owe their second factor. Private.';
