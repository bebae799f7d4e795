create or replace function auth.factor_method(p_kind text)
returns text language sql immutable parallel safe
as $$ select case p_kind when 'totp' then 'totp' else 'mfa_' || p_kind end $$;
comment on function auth.factor_method(text) is
  'What a factor of this kind is called in amr: totp, mfa_email, mfa_sms. Private.';
