create or replace function auth.has_role(p_role text)
returns boolean language sql stable parallel safe
as $$ select coalesce(strpos(current_setting('request.access.roles', true), e'\n' || p_role || e'\n') > 0, false) $$;
comment on function auth.has_role(text) is
  'Whether this request''s user has a role, in the project or in the active tenant (there owner is one too); so a policy on a tenant''s rows asks tenant_id = auth.tenant_id() beside it. Read from the tables when the request began, not from the token. Behind a stock PostgREST it needs auth.pre_request.';
