create or replace function auth.user_create(
  p_email text, p_password text default null, p_project text default 'default',
  p_verified boolean default false, p_metadata jsonb default '{}', p_password_hash text default null,
  p_phone text default null, p_profile jsonb default '{}', p_app_metadata jsonb default '{}', p_by jsonb default null)
returns uuid language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_to text := case when p_email is null and p_phone is not null then auth.identifier_require(p_phone) else auth.email_require(p_email) end;
  v_user uuid;
begin
  perform auth.profile_require(p_profile || jsonb_build_object('metadata', p_metadata)), auth.app_metadata_require(p_app_metadata);
  v_user := auth.user_insert(v_project, v_to, coalesce(p_password_hash, auth.password_crypt(p_password)),
    p_profile || jsonb_build_object('metadata', p_metadata), p_verified);
  if v_user is null then
    perform auth.fail(auth.identifier_taken_fault(v_to));
  end if;
  update auth.users u set app_metadata = p_app_metadata where u.project_id = v_project and u.id = v_user and p_app_metadata <> '{}';
  if p_email is not null and p_phone is not null then
    perform auth.user_phone_set(v_project, v_user, p_phone, p_verified);
  end if;
  perform auth.audit_put(v_project, 'user_created', v_user);
  return v_user;
end $$;
comment on function auth.user_create(text, text, text, boolean, jsonb, text, text, jsonb, jsonb, jsonb) is
  'Makes a user by address, number or both, for an administrator. The password may be left out; it is kept as bcrypt and upgraded at the next sign-in. Or give its argon2id or bcrypt hash. p_profile is display_name, avatar_url, locale. Refuses email_missing, email_invalid, email_taken, phone_invalid, phone_taken, profile_invalid, what auth.user_insert refuses and what auth.admin_require refuses.';
