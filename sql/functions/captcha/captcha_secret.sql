create or replace function auth.captcha_secret(p_project uuid, p_provider text)
returns bytea language sql stable security definer set search_path = ''
as $$ select c.secret_sealed from auth.captcha_secrets c where c.project_id = p_project and c.provider = p_provider $$;
comment on function auth.captcha_secret(uuid, text) is
  'A project''s sealed secret at a captcha service; null when it has none.';
