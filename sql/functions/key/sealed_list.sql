create or replace function auth.sealed_list(p_key_id bytea, p_limit integer default 500)
returns table (place text, project_id uuid, id text, sealed bytea)
language sql stable security definer set search_path = ''
as $$
  -- Every sealed value starts with one byte of version and four of the key's id.
  select v.* from (
    select 'signing_keys' as place, k.project_id, k.kid as id, k.private_sealed as sealed from auth.signing_keys k
    union all select 'projects', p.id, p.id::text, p.data_login_sealed from auth.projects p
    union all select 'factors', f.project_id, f.id::text, f.secret_sealed from auth.factors f
    union all select 'sms_senders', s.project_id, s.kind, s.config_sealed from auth.sms_senders s
    union all select 'providers', v.project_id, v.name, v.secret_sealed from auth.providers v
    union all select 'provider_tokens', t.project_id, t.identity_id::text, t.sealed from auth.provider_tokens t
    union all select 'webhooks', w.project_id, w.id::text, w.secret_sealed from auth.webhooks w
    union all select 'webhooks_previous', w.project_id, w.id::text, w.previous_sealed from auth.webhooks w
    union all select 'captcha_secrets', c.project_id, c.provider, c.secret_sealed from auth.captcha_secrets c
    union all select 'outbox', o.project_id, o.id::text, o.payload_sealed from auth.outbox o where o.status = 'pending') v
  where v.sealed is not null and substring(v.sealed from 2 for 4) <> p_key_id
  limit p_limit
$$;
comment on function auth.sealed_list(bytea, integer) is
  'Values sealed under another master key than this one, to be sealed anew.';
