create or replace function auth.claims_add(p_project uuid, p_function text, p_claims jsonb)
returns jsonb language plpgsql volatile
as $$
declare
  v_more jsonb := coalesce(nullif(auth.hook_call(p_project, p_function, jsonb_build_object('version', 1, 'hook', 'claims',
    'user_id', p_claims -> 'sub', 'session_id', p_claims -> 'sid', 'tenant_id', p_claims -> 'tenant_id', 'claims', p_claims)), 'null'), '{}');
begin
  if jsonb_typeof(v_more) <> 'object' then
    perform auth.hook_fault(p_function, 'claims are an object, or null');
  elsif v_more ?| auth.claims_reserved() or exists (select from jsonb_object_keys(v_more) k where p_claims ? k) then
    perform auth.hook_fault(p_function, 'one of these claims is reserved: '
      || (select string_agg(k, ', ') from jsonb_object_keys(v_more) k where p_claims ? k or k = any (auth.claims_reserved())));
  elsif octet_length(v_more::text) > 2048 then
    perform auth.hook_fault(p_function, 'claims are up to 2 KiB');
  end if;
  return p_claims || v_more;
end $$;
comment on function auth.claims_add(uuid, text, jsonb) is
  'Adds what the project''s own function (setting claims_function) has to say of a user to the claims of an access token: an object up to 2 KiB, no reserved claim in it. Any fault of it is hook_failed to the caller, whole in the log, and nothing has happened. Private.';
