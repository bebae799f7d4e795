create or replace function auth.pat_require(p_user auth.users, p_session uuid, p_expires timestamptz, p_metadata jsonb)
returns void language plpgsql stable
as $$
declare
  v_settings jsonb := auth.project_settings((p_user).project_id);
  v_longest integer := (v_settings ->> 'pat_ttl_max')::integer;
begin
  if not (v_settings ->> 'pat_enabled')::boolean then
    perform auth.fail('pat_disabled');
  elsif (p_user).is_anonymous then
    perform auth.fail('user_anonymous');
  elsif exists (select from auth.sessions s where s.project_id = (p_user).project_id and s.id = p_session
    and s.amr @> '[{"method": "pat"}]' and (s.elevated_until > now()) is not true)
  then
    -- A token must not make its own successor.
    perform auth.fail('proof_needed');
  elsif p_expires is null or p_expires <= now() or (v_longest > 0 and p_expires > now() + make_interval(secs => v_longest)) then
    perform auth.fail('expiry_invalid');
  elsif jsonb_typeof(p_metadata) <> 'object' or octet_length(p_metadata::text) > 8192 then
    perform auth.fail('metadata_invalid');
  elsif (select count(*) from auth.personal_access_tokens t
    where t.project_id = (p_user).project_id and t.user_id = (p_user).id and t.expires_at > now()) >= 100
  then
    perform auth.fail('pats_too_many');
  end if;
end $$;
comment on function auth.pat_require(auth.users, uuid, timestamptz, jsonb) is
  'Refuses pat_disabled, user_anonymous, proof_needed, expiry_invalid, metadata_invalid, pats_too_many. Private.';
