create or replace function auth.aal(p_amr jsonb)
returns smallint language sql immutable parallel safe
as $$
  select case when exists (
    select from jsonb_array_elements(p_amr) m
    where m ->> 'method' in ('totp', 'mfa_email', 'mfa_sms', 'recovery_code', 'passkey_uv'))
  then 2 else 1 end::smallint
$$;
comment on function auth.aal(jsonb) is
  'Assurance level (NIST SP 800-63B) of a session from the methods it was proven by: 2 with a second factor, or with a passkey that verified its user; else 1. Every path that issues a token goes by this. Private.';
