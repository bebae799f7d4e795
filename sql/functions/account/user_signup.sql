create or replace function auth.user_signup(
  p_project uuid, p_settings jsonb, p_identifier text, p_password_hash text, p_profile jsonb, p_method text, p_ip inet,
  p_proven boolean default false, p_id uuid default null, p_invitation bytea default null, p_context jsonb default '{}',
  out user_id uuid, out refusal jsonb)
language plpgsql volatile
as $$
declare
  v record;
begin
  select * into v from auth.signup_admit(p_project, p_settings, p_identifier, p_profile, p_method, p_ip, p_proven, p_invitation, p_context);
  refusal := v.refusal;
  if refusal is null then
    user_id := auth.user_insert(p_project, p_identifier, p_password_hash, coalesce(p_profile, '{}') || jsonb_build_object('metadata', v.user_metadata),
      p_proven or v.invitation is not null, p_id, v.app_metadata, p_method = 'anonymous');
  end if;
  if user_id is not null then
    perform auth.signup_settle(p_project, p_settings, user_id, v.invitation, v.event);
  elsif refusal is null and (p_settings ->> 'conceal')::boolean then
    perform auth.row_rehearse(p_project, p_profile);
  end if;
end $$;
comment on function auth.user_signup(uuid, jsonb, text, text, jsonb, text, inet, boolean, uuid, bytea, jsonb) is
  'Makes the user of a sign-up, whatever the way: every one ends here, or in auth.anonymous_convert, once. Asks mode, domains, invitation (by its hash; it proves the address) and the project''s own functions, whose event p_context adds to (a provider, say). p_identifier null: no address, a guest where p_method is anonymous. user_id null and no refusal: the address or number is taken, and nothing told of it. Refuses what auth.user_insert refuses. Private.';
