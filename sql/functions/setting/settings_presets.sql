create or replace function auth.settings_presets()
returns table (preset text, settings jsonb)
language sql immutable parallel safe
as $$
  values
    ('moondb', '{}'::jsonb),
    ('nhost', '{"signing_alg": "RS256", "access_ttl": 900, "access_on_password_change": "keep_own", "password_min": 9, "password_refuse_personal": false,
                "link_confirm": "redirect", "code_ttl": 3600, "ip_limits": false, "anonymous_enabled": true, "pat_ttl_max": 0, "signin_creates_user": true,
                "default_role": "user", "default_roles": ["user", "me"], "redirect_origins": ["http://localhost:3000"]}'),
    ('nestauth', '{"password_refuse_personal": false, "code_ttl": 1800, "mfa_on": "toggle", "sessions_max": 10, "sessions_on_password_change": "revoke_all", "sessions_on_password_reset": "revoke_all", "ip_limits": false, "anonymous_enabled": true,
                   "tenant_signup": "open"}'),
    ('orbitnest', '{"password_refuse_personal": false, "code_digits_mail": 4, "signup_proof": "code", "signin_creates_user": true, "anonymous_enabled": true, "signing_alg": "HS256", "refresh_grace": 0, "reuse_revokes": "user",
                    "sessions_on_password_change": "revoke_others", "sessions_on_password_reset": "revoke_all"}')
$$;
comment on function auth.settings_presets() is
  'What a project is born with by preset, where it differs from the fall-backs of auth.settings_catalog.';
