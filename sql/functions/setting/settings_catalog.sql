create or replace function auth.settings_catalog()
returns table (name text, kind text, fallback jsonb, choices text[], comment text)
language sql immutable parallel safe
as $$
  values
    ('signing_alg', 'choice', '"ES256"'::jsonb, '{ES256,RS256,EdDSA,HS256}'::text[], 'Algorithm of access tokens (RFC 7518). A change makes a new key; the old one verifies until its tokens are over.'),
    ('token_audience', 'text', '"authenticated"', null, 'Claim aud of access tokens.'),
    ('access_ttl', 'seconds', '3600', null, 'Life of an access token.'),
    ('refresh_ttl', 'seconds', '2592000', null, 'A session that is not refreshed for so long ends.'),
    ('session_ttl', 'seconds', '31536000', null, 'A session ends so long after sign-in, however often it is refreshed.'),
    ('refresh_grace', 'seconds', '10', null, 'Inside it a repeat of the last used refresh token gets the same child, while that child is unused. 0: never.'),
    ('reuse_revokes', 'choice', '"family"', '{family,user}', 'What a reused refresh token ends: its session, or all sessions of the user.'),
    ('sessions_on_password_change', 'choice', '"keep"', '{keep,revoke_others,revoke_all}', 'Sessions after a change of password. Access tokens die in any case.'),
    ('sessions_on_password_reset', 'choice', '"keep"', '{keep,revoke_others,revoke_all}', 'Sessions after a reset of the password by mail.'),
    ('access_on_password_change', 'choice', '"end_all"', '{end_all,keep_own}', 'keep_own: the access token that made the change stays valid.'),
    ('password_min', 'count', '8', null, 'Least length of a password, in characters.'),
    ('signup_enabled', 'flag', 'true', null, 'Whether people may make accounts.'),
    ('verify_email', 'flag', 'false', null, 'Send a verification link at sign-up.'),
    ('signin_needs_verified_email', 'flag', 'false', null, 'Refuse sign-in until the address is proven.'),
    ('conceal', 'flag', 'false', null, 'Answer alike for known and unknown addresses. Implies verify_email, and proof of the address before a session.'),
    ('verify_ttl', 'seconds', '86400', null, 'Life of a verification link.'),
    ('reset_ttl', 'seconds', '3600', null, 'Life of a password reset link.'),
    ('link_confirm', 'choice', '"page"', '{page,redirect}', 'What a GET on a verification link does: page asks for a click, so that mail scanners consume nothing; redirect consumes at once.'),
    ('redirect_origins', 'origins', '[]', null, 'Origins that links may lead to, e.g. https://app.example.'),
    ('cors_origins', 'origins', '[]', null, 'Origins whose pages may call with credentials; others may not call from a page at all. "*" allows all, without credentials.'),
    ('site_url', 'text', 'null', null, 'Where the app lives; shown in mails.'),
    ('mail_from', 'text', 'null', null, 'Sender of mails, when not the server''s.'),
    ('ip_limits', 'flag', 'true', null, 'Whether the limits by network alone count (off behind a proxy that hides them).'),
    ('limit_signup_network', 'rate', '"100/3600"', null, 'Sign-ups by network.'),
    ('limit_signin_network', 'rate', '"300/600"', null, 'Sign-in tries by network.'),
    ('limit_signin_account_network', 'rate', '"10/900"', null, 'Wrong passwords by account and network.'),
    ('limit_signin_account', 'rate', '"100/3600"', null, 'Wrong passwords by account, from networks where it has no session.'),
    ('limit_password_check', 'rate', '"10/900"', null, 'Wrong current passwords by user.'),
    ('limit_mail_address', 'rate', '"1/60"', null, 'Mails by address and purpose.'),
    ('limit_mail_address_hour', 'rate', '"10/3600"', null, 'Mails by address, whatever the purpose.'),
    ('limit_mail_network', 'rate', '"60/3600"', null, 'Mails asked for by network.'),
    ('session_retention', 'seconds', '2592000', null, 'How long ended sessions are kept to be looked at.'),
    ('audit_retention_months', 'count', '12', null, 'How long audit rows are kept; the longest of all projects counts.'),
    ('rest.max_rows', 'count', '1000', null, 'Most rows of one read through the data API.'),
    ('rest.statement_timeout', 'seconds', '8', null, 'Longest statement through the data API.')
$$;
comment on function auth.settings_catalog() is
  'Every project setting: kind (flag, count, seconds, text, choice, rate N/SECONDS, origins), fall-back value, choices and meaning.';
