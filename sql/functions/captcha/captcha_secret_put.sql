create or replace function auth.captcha_secret_put(p_project uuid, p_provider text, p_secret_sealed bytea)
returns void language plpgsql volatile security definer set search_path = ''
as $$
begin
  if p_secret_sealed is null then
    delete from auth.captcha_secrets c where c.project_id = p_project and c.provider = p_provider;
  else
    insert into auth.captcha_secrets (project_id, provider, secret_sealed) values (p_project, p_provider, p_secret_sealed)
    on conflict (project_id, provider) do update set secret_sealed = excluded.secret_sealed, updated_at = now();
  end if;
  perform auth.audit_put(p_project, 'captcha_secret_set', p_detail => jsonb_build_object('provider', p_provider, 'set', p_secret_sealed is not null));
end $$;
comment on function auth.captcha_secret_put(uuid, text, bytea) is
  'Keeps a project''s secret at turnstile or hcaptcha, sealed under the master key (rolecall project captcha does that); null takes it away.';
