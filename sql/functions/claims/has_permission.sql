create or replace function auth.has_permission(p_permission text)
returns boolean language sql stable parallel safe
as $$ select coalesce(strpos(current_setting('request.access.permissions', true), e'\n' || p_permission || e'\n') > 0, false) $$;
comment on function auth.has_permission(text) is
  'Whether a role of this request''s user permits this, in the project or in the active tenant, whose owners have every permission that its roles give. Read from the tables when the request began, as auth.has_role is.';
