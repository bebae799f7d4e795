create or replace function auth.signing_key_rotate(p_project text default 'default')
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(p_project);
begin
  perform pg_catalog.pg_advisory_xact_lock(hashtextextended('rolecall.signing_key ' || v_project, 0));
  update auth.signing_keys k set status = 'previous', retired_at = now() where k.project_id = v_project and k.status = 'current';
  update auth.signing_keys k set status = 'current' where k.project_id = v_project and k.status = 'next';
  perform auth.audit_put(v_project, 'signing_key_rotated');
end $$;
comment on function auth.signing_key_rotate(text) is
  'Planned rotation: the next key signs from now on, the current one verifies until its last token is over. A node makes the new next key.';
