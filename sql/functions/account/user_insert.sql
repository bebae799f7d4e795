create or replace function auth.user_insert(
  p_project uuid, p_identifier text, p_password_hash text, p_profile jsonb, p_proven boolean default false, p_id uuid default null,
  p_app_metadata jsonb default '{}', p_anonymous boolean default false)
returns uuid language plpgsql volatile
as $$
declare
  v_id uuid;
begin
  perform auth.columns_require(p_project, p_profile -> 'columns');
  perform set_config('rolecall.profile', coalesce(p_profile, '{}')::text, true); -- for the row of the project's auth table
  insert into auth.users (project_id, id, email, phone, email_confirmed_at, phone_confirmed_at, password_hash,
    display_name, avatar_url, locale, user_metadata, app_metadata, is_anonymous, tenant_id)
  select p_project, coalesce(p_id, gen_random_uuid()), i.email, i.phone, case when p_proven and i.email is not null then now() end,
    case when p_proven and i.phone is not null then now() end, p_password_hash,
    p_profile ->> 'display_name', p_profile ->> 'avatar_url', p_profile ->> 'locale', coalesce(p_profile -> 'metadata', '{}'),
    p_app_metadata, p_anonymous, auth.tenant_pool()
  from (select case auth.identifier_channel(p_identifier) when 'mail' then p_identifier end as email,
               case auth.identifier_channel(p_identifier) when 'sms' then p_identifier end as phone) i
  on conflict do nothing
  returning id into v_id;
  perform set_config('rolecall.profile', '', true);
  return v_id;
end $$;
comment on function auth.user_insert(uuid, text, text, jsonb, boolean, uuid, jsonb, boolean) is
  'Adds a user by address or number; null when it is taken, also by a sign-up that is just being committed. A sign-up goes through auth.user_signup. Refuses field_unknown and what auth.row_insert refuses. Private.';
