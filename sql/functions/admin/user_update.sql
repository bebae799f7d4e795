create or replace function auth.user_update(p_user text, p_changes jsonb, p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_user auth.users := auth.admin_user(p_user, v_project);
  v_own jsonb := p_changes - '{email,phone,email_verified,phone_verified,app_metadata,must_change_password}'::text[];
begin
  perform auth.profile_require(v_own), auth.columns_require(null, v_own -> 'columns'); -- a row is changed in its table
  if p_changes ? 'app_metadata' then
    perform auth.app_metadata_require(p_changes -> 'app_metadata');
  end if;
  update auth.users u set
    display_name = case when v_own ? 'display_name' then v_own ->> 'display_name' else u.display_name end,
    avatar_url = case when v_own ? 'avatar_url' then v_own ->> 'avatar_url' else u.avatar_url end,
    locale = case when v_own ? 'locale' then v_own ->> 'locale' else u.locale end,
    user_metadata = coalesce(v_own -> 'metadata', u.user_metadata),
    app_metadata = coalesce(p_changes -> 'app_metadata', u.app_metadata),
    must_change_password = coalesce((p_changes ->> 'must_change_password')::boolean, u.must_change_password)
  where u.project_id = v_project and u.id = v_user.id;
  if p_changes ?| '{email,email_verified}' then
    perform auth.user_email_set(v_project, v_user.id, case when p_changes ? 'email' then p_changes ->> 'email' else v_user.email end,
      coalesce((p_changes ->> 'email_verified')::boolean, not p_changes ? 'email' and v_user.email_confirmed_at is not null));
  end if;
  if p_changes ?| '{phone,phone_verified}' then
    perform auth.user_phone_set(v_project, v_user.id, case when p_changes ? 'phone' then p_changes ->> 'phone' else v_user.phone end,
      coalesce((p_changes ->> 'phone_verified')::boolean, not p_changes ? 'phone' and v_user.phone_confirmed_at is not null));
  end if;
  perform auth.audit_put(v_project, 'user_updated', v_user.id,
    p_detail => jsonb_build_object('fields', (select jsonb_agg(k order by k) from jsonb_object_keys(p_changes) k)));
  return auth.user_record(auth.user_read_row(v_project, v_user.id));
end $$;
comment on function auth.user_update(text, jsonb, text, jsonb) is
  'Changes a user (e-mail address or id), for an administrator: email, phone (null takes it), email_verified, phone_verified, display_name, avatar_url, locale, metadata, app_metadata, must_change_password; keys not given stay. A new address or number is unproven unless the change says otherwise. Refuses user_not_found, profile_invalid, email_invalid, email_taken, phone_invalid, phone_taken and what auth.admin_require refuses.';
