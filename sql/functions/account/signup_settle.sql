create or replace function auth.signup_settle(p_project uuid, p_settings jsonb, p_user uuid, p_invitation uuid, p_event jsonb)
returns void language plpgsql volatile
as $$
begin
  if p_invitation is not null then
    update auth.invitations i set accepted_at = now(), user_id = p_user where i.project_id = p_project and i.id = p_invitation;
    perform auth.audit_put(p_project, 'invitation_accepted', p_user, p_detail => jsonb_build_object('invitation', p_invitation));
  end if;
  if p_settings ->> 'hook_after_signup' is not null then
    perform auth.hook_call(p_project, p_settings ->> 'hook_after_signup',
      (p_event - '{app_metadata,metadata}'::text[]) || jsonb_build_object('hook', 'after_signup', 'user', auth.user_read(p_project, p_user)));
  end if;
end $$;
comment on function auth.signup_settle(uuid, jsonb, uuid, uuid, jsonb) is
  'What follows a sign-up in its transaction: the invitation is used, and the project''s own function (setting hook_after_signup) told; its answer is not asked for, its error undoes the sign-up. Private.';
