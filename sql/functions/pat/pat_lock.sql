create or replace function auth.pat_lock(p_project uuid, p_hash bytea, out pat auth.personal_access_tokens, out person auth.users)
language plpgsql volatile
as $$
begin
  select u.* into person from auth.personal_access_tokens t
  join auth.users u on u.project_id = t.project_id and u.id = t.user_id
  where t.project_id = p_project and t.hash = p_hash for no key update of u;
  -- Read under the lock: it may have been revoked meanwhile.
  select t.* into pat from auth.personal_access_tokens t
  where t.project_id = p_project and t.hash = p_hash and t.expires_at > now();
end $$;
comment on function auth.pat_lock(uuid, bytea) is
  'A personal access token that is good, and its user, locked. Private.';
