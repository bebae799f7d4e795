create or replace function auth.column_reserved(p_name text)
returns boolean language sql immutable parallel safe
as $$
  -- What an account has by itself, and what else a sign-up's body says.
  select p_name in ('id', 'email', 'phone', 'password', 'password_hash', 'email_verified', 'phone_verified', 'app_metadata', 'columns',
      'created_at', 'updated_at', 'code', 'token', 'ticket', 'device_token', 'redirect_url', 'captcha', 'captcha_token')
    or p_name like 'verification\_%' or p_name like 'reset\_%'
$$;
comment on function auth.column_reserved(text) is
  'Whether a sign-up never fills a column of this name. Private.';
