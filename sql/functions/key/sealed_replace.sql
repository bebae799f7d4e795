create or replace function auth.sealed_replace(p_place text, p_project uuid, p_id text, p_old bytea, p_new bytea)
returns void language plpgsql volatile security definer set search_path = ''
as $$
begin
  -- Only what is still as it was read: a value that changed meanwhile is sealed under the new key already, or comes again.
  update auth.signing_keys k set private_sealed = p_new
  where p_place = 'signing_keys' and k.project_id = p_project and k.kid = p_id and k.private_sealed = p_old;
  update auth.projects p set data_login_sealed = p_new
  where p_place = 'projects' and p.id = p_project and p.data_login_sealed = p_old;
  update auth.factors f set secret_sealed = p_new
  where p_place = 'factors' and f.project_id = p_project and f.id::text = p_id and f.secret_sealed = p_old;
  update auth.sms_senders s set config_sealed = p_new
  where p_place = 'sms_senders' and s.project_id = p_project and s.kind = p_id and s.config_sealed = p_old;
  update auth.providers v set secret_sealed = p_new
  where p_place = 'providers' and v.project_id = p_project and v.name = p_id and v.secret_sealed = p_old;
  update auth.provider_tokens t set sealed = p_new
  where p_place = 'provider_tokens' and t.project_id = p_project and t.identity_id::text = p_id and t.sealed = p_old;
  update auth.webhooks w set secret_sealed = p_new
  where p_place = 'webhooks' and w.project_id = p_project and w.id::text = p_id and w.secret_sealed = p_old;
  update auth.webhooks w set previous_sealed = p_new
  where p_place = 'webhooks_previous' and w.project_id = p_project and w.id::text = p_id and w.previous_sealed = p_old;
  update auth.captcha_secrets c set secret_sealed = p_new
  where p_place = 'captcha_secrets' and c.project_id = p_project and c.provider = p_id and c.secret_sealed = p_old;
  update auth.outbox o set payload_sealed = p_new
  where p_place = 'outbox' and o.project_id = p_project and o.id::text = p_id and o.payload_sealed = p_old;
end $$;
comment on function auth.sealed_replace(text, uuid, text, bytea, bytea) is
  'Puts a value sealed anew in the place of the old one.';
