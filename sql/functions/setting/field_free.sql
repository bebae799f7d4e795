create or replace function auth.field_free(p_name text)
returns boolean language sql immutable
as $$
  select p_name ~ '^[A-Za-z][A-Za-z0-9_]{0,62}$' and not p_name = any ('{id,email,email_verified,phone,phone_verified,password,code,token,
    user,user_id,display_name,avatar_url,locale,metadata,app_metadata,user_metadata,is_anonymous,created_at,updated_at,redirect_url,
    tenant,tenant_id,tenantId,role,roles,default_role,permissions,device_token,invitation,invite,captcha_token,by,guard}'::text[])
$$;
comment on function auth.field_free(text) is
  'Whether a field of a sign-up''s body can be the project''s own: none that has a meaning here. Private.';
