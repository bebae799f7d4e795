create or replace function auth.aal(p_amr jsonb)
returns smallint language sql immutable parallel safe
as $$
  select case when exists (
    select from jsonb_array_elements(p_amr) m
    where m ->> 'method' = 'passkey_uv'
      or (m ->> 'method' in ('totp', 'mfa_email', 'mfa_sms', 'recovery_code') and not exists (
        -- One mailbox, asked twice, is one factor.
        select from jsonb_array_elements(p_amr) o
        where o ->> 'channel' = case m ->> 'method' when 'mfa_email' then 'email' when 'mfa_sms' then 'sms' end)))
  then 2 else 1 end::smallint
$$;
comment on function auth.aal(jsonb) is
  'Assurance level (NIST SP 800-63B) of a session from the methods it was proven by: 2 with a second factor over another channel than the first, or with a passkey that verified its user; else 1. Every path that issues a token goes by this. Private.';
