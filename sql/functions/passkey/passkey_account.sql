create or replace function auth.passkey_account(p_user uuid, p_identifier text, p_display_name text)
returns jsonb language sql immutable
as $$
  select jsonb_build_object('id', p_user, 'name', coalesce(p_identifier, p_user::text),
    'display_name', coalesce(p_display_name, p_identifier, p_user::text))
$$;
comment on function auth.passkey_account(uuid, text, text) is
  'What an authenticator shows of the account that a passkey is for. Private.';
