create or replace function auth.user_insert(p_project uuid, p_email text, p_password_hash text, p_profile jsonb)
returns uuid language sql volatile
as $$
  insert into auth.users (project_id, email, password_hash, display_name, avatar_url, locale, user_metadata)
  values (p_project, btrim(p_email), p_password_hash, p_profile ->> 'display_name', p_profile ->> 'avatar_url',
    p_profile ->> 'locale', coalesce(p_profile -> 'metadata', '{}'))
  on conflict (project_id, email) do nothing
  returning id
$$;
comment on function auth.user_insert(uuid, text, text, jsonb) is
  'Adds a user; null when the address is taken, also by a sign-up that is just being committed. Private.';
