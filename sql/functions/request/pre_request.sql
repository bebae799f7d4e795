create or replace function auth.pre_request()
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_claims jsonb := auth.jwt();
  v record;
begin
  -- Policies read scalar settings; a stock PostgREST sets only the JSON, and may leave what a token of old held.
  perform set_config('request.jwt.claim.sub', coalesce(v_claims ->> 'sub', ''), true), auth.access_set(null, null, null, null, null);
  if v_claims ? 'sub' then
    -- Whatever form a claim has: what is not ours is null here, and refused.
    v := auth.session_state(auth.project_id(), auth.uid(), auth.session_id(),
      substring(v_claims ->> 'pwv' from '^[0-9]{1,9}$')::integer, substring(v_claims ->> 'epoch' from '^[0-9]{1,9}$')::integer);
    if v.fault is not null then
      perform auth.fail(v.fault);
    end if;
    perform auth.access_set(auth.project_id(), v.tenant_id, v.is_owner, v.member_roles, v.user_roles);
    if v.claims_changed then
      perform auth.claims_renew(auth.project_id(), auth.uid(), auth.session_id());
    end if;
  end if;
end $$;
comment on function auth.pre_request() is
  'For a stock PostgREST (db-pre-request): refuses a token that was revoked since it was signed (token_revoked, session_expired, user_disabled, token_invalid), and sets what its user may do now by tenant and roles, as auth.request_check does.';
