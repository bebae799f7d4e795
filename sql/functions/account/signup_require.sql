create or replace function auth.signup_require(
  p_project uuid, p_settings jsonb, p_identifier text, p_proven boolean default false, p_invitation bytea default null)
returns void language plpgsql stable
as $$
declare
  v_fault text := auth.signup_fault(p_project, p_settings, p_identifier, p_proven, p_invitation);
begin
  if v_fault is not null then
    perform auth.fail(v_fault);
  end if;
end $$;
comment on function auth.signup_require(uuid, jsonb, text, boolean, bytea) is
  'Refuses what auth.signup_fault finds: signup_disabled, email_domain_refused, invitation_needed, invitation_invalid. Private.';
