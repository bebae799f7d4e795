create or replace function auth.signing_keys_revoke(p_project text default 'default')
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(p_project);
begin
  perform pg_catalog.pg_advisory_xact_lock(hashtextextended('rolecall.signing_key ' || v_project, 0));
  update auth.signing_keys k set status = 'revoked', retired_at = now(), private_sealed = null
  where k.project_id = v_project and k.status <> 'revoked';
  update auth.projects p set token_epoch = p.token_epoch + 1 where p.id = v_project;
  perform auth.audit_put(v_project, 'signing_keys_revoked');
end $$;
comment on function auth.signing_keys_revoke(text) is
  'Ends every outstanding access token of the project at once, also for a stock PostgREST with auth.pre_request; refresh tokens stay. A node makes new keys when it next has to sign.';
