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
    union all select 'outbox', o.project_id, o.id::text, o.payload_sealed from auth.outbox o where o.status = 'pending') v
  where v.sealed is not null and substring(v.sealed from 2 for 4) <> p_key_id
  limit p_limit
$$;
comment on function auth.sealed_list(bytea, integer) is
  'Values sealed under another master key than this one, to be sealed anew.';
