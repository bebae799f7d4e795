create or replace function auth.user_credentials(p_user text, p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_user auth.users := auth.user_read_row(v_project, auth.user_find(p_user, v_project));
begin
  return jsonb_build_object(
    'password', v_user.password_hash is not null,
    'second_factors', auth.factors_of(v_project, v_user.id) -> 'factors',
    'recovery_codes_left', auth.factors_of(v_project, v_user.id) -> 'recovery_codes_left',
    'passkeys', auth.passkeys_of(v_project, v_user.id),
    'identities', auth.identities_of(v_project, v_user.id),
    'personal_access_tokens', auth.pats_of(v_project, v_user.id));
end $$;
comment on function auth.user_credentials(text, text, jsonb) is
  'What a user (e-mail address or id) can prove themselves by, for an administrator: no secret and no hash. Refuses user_not_found and what auth.admin_require refuses.';
