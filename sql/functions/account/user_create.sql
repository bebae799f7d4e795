create or replace function auth.user_create(
  p_email text, p_password text default null, p_project text default 'default',
  p_verified boolean default false, p_metadata jsonb default '{}', p_password_hash text default null)
returns uuid language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(p_project);
  v_user uuid := auth.user_insert(v_project, auth.email_require(p_email),
    coalesce(p_password_hash, auth.password_crypt(p_password)), jsonb_build_object('metadata', p_metadata));
begin
  if v_user is null then
    perform auth.fail('email_taken');
  elsif p_verified then
    update auth.users u set email_confirmed_at = now() where u.project_id = v_project and u.id = v_user;
  end if;
  perform auth.audit_put(v_project, 'user_created', v_user);
  return v_user;
end $$;
comment on function auth.user_create(text, text, text, boolean, jsonb, text) is
  'Makes a user, for the DBA. The password may be left out; it is kept as bcrypt and upgraded at the next sign-in. Or give its argon2id or bcrypt hash. Refuses email_missing, email_invalid, email_taken, project_not_found.';
