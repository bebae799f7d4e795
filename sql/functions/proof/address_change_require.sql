create or replace function auth.address_change_require(p_project uuid, p_settings jsonb, p_user uuid, p_session uuid)
returns void language plpgsql stable
as $$
begin
  perform auth.strong_require(p_project, p_user, p_session);
  if p_settings ->> 'address_change_needs' = 'elevation' and auth.factors_confirmed(p_project, p_user) > 0 and not exists (
    select from auth.sessions s where s.project_id = p_project and s.id = p_session and s.elevated_until > now())
  then
    perform auth.fail('proof_needed');
  end if;
end $$;
comment on function auth.address_change_require(uuid, jsonb, uuid, uuid) is
  'Who has a second factor changes address or number only in a session that has shown it, and, where address_change_needs is elevation, has done so just now. Refuses second_factor_required, proof_needed. Private.';
