create or replace function auth.claims_reserved()
returns text[] language sql immutable parallel safe
as $$
  select '{iss,sub,aud,exp,nbf,iat,jti,azp,scope,role,sid,session_id,project,email,phone,is_anonymous,app_metadata,user_metadata,
    aal,amr,acr,auth_time,pwv,epoch,mfa_pending,elevated_until,tenant_id,roles,default_role,permissions}'::text[]
$$;
comment on function auth.claims_reserved() is
  'Claims that a project''s claims_function may not make: those that decide here, or that a standard gives a meaning. Private.';
