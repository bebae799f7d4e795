create or replace function auth.refusals()
returns table (code text, status integer, message text, suggestion text, field text)
language sql immutable parallel safe
as $$
  values
    ('email_invalid', 400, 'This is not an e-mail address we can write to.', 'Check the address.', 'email'),
    ('email_missing', 400, 'An e-mail address is needed.', 'Send the field email.', 'email'),
    ('email_not_verified', 403, 'The e-mail address has not been verified yet.', 'Open the link in the mail we sent, or ask for a new one.', null),
    ('code_invalid', 400, 'This code is not valid: it is wrong, used, replaced or has expired.', 'Check it, or ask for a new one.', 'code'),
    ('phone_invalid', 400, 'This is not a phone number we can reach.', 'Send it as E.164, e.g. +14155550123.', 'phone'),
    ('phone_not_verified', 403, 'The phone number has not been verified yet.', 'Enter the code we sent, or ask for a new one.', null),
    ('phone_taken', 409, 'An account with this phone number exists.', 'Sign in, or reset the password.', 'phone'),
    ('second_factor_needed', 401, 'This session still owes its second factor.', 'Finish the sign-in with a code of the second factor.', null),
    ('email_taken', 409, 'An account with this e-mail address exists.', 'Sign in, or reset the password.', 'email'),
    ('email_already_verified', 400, 'The e-mail address is verified already.', 'There is nothing to do.', null),
    ('idempotency_key_reused', 422, 'This Idempotency-Key was used for a different request.', 'Make a new key for each request.', null),
    ('invalid_credentials', 401, 'E-mail address or password is wrong.', 'Check both, or reset the password.', null),
    ('key_invalid', 401, 'The API key is not valid for this project.', 'Use a key of this project that has not been rotated.', null),
    ('key_needed', 401, 'This needs an API key.', 'Send the project''s secret key in X-Admin-Key.', null),
    ('account_key_needed', 401, 'This needs an account key.', 'Send an mk_ key in X-API-Key.', null),
    ('link_invalid', 400, 'This link is not valid: it was used, replaced or has expired.', 'Ask for a new one.', 'token'),
    ('name_taken', 409, 'A project with this name exists.', 'Choose another name.', 'name'),
    ('over_limit', 429, 'Too many requests.', 'Wait for the seconds that Retry-After names.', null),
    ('account_locked', 429, 'Too many wrong passwords for this account.', 'Wait for the seconds that Retry-After names, or reset the password.', null),
    ('password_wrong', 401, 'The current password is wrong.', 'Check it, or reset the password.', 'current_password'),
    ('profile_invalid', 400, 'This value does not fit the profile.', 'display_name: text up to 200 characters; avatar_url: up to 2000; locale: a language tag; metadata: an object up to 64 KiB.', null),
    ('project_not_found', 404, 'There is no such project.', 'Check the project''s slug or id in the URL.', null),
    ('project_disabled', 403, 'This project is disabled.', 'Ask its operator.', null),
    ('preset_unknown', 400, 'There is no such preset.', 'Use moondb, nhost, nestauth or orbitnest.', 'preset'),
    ('redirect_not_allowed', 400, 'This redirect URL is not on the project''s list.', 'Add its origin to the allowed redirect origins.', 'redirect_url'),
    ('refresh_token_invalid', 401, 'The refresh token is not valid.', 'Sign in again.', 'refresh_token'),
    ('refresh_token_reused', 401, 'This refresh token was used before; for safety its sessions have ended.', 'Sign in again.', 'refresh_token'),
    ('session_expired', 401, 'The session has expired.', 'Sign in again.', null),
    ('session_ended', 401, 'The session has ended.', 'Sign in again.', null),
    ('setting_invalid', 400, 'This value does not fit the setting.', 'See the list of settings for its form.', null),
    ('setting_unknown', 400, 'There is no such setting.', 'See the list of settings.', null),
    ('signup_disabled', 403, 'This project does not take new accounts.', 'Ask its operator.', null),
    ('token_invalid', 401, 'The access token is not valid.', 'Refresh it, or sign in again.', null),
    ('token_revoked', 401, 'The access token has been revoked.', 'Refresh it, or sign in again.', null),
    ('user_disabled', 403, 'This account is disabled.', 'Ask the operator.', null),
    ('user_not_found', 404, 'There is no such user.', 'Check the address or id.', null)
$$;
comment on function auth.refusals() is
  'The registry of refusals: stable code, HTTP status, message for people, what to do, and the request field that usually causes it.';
