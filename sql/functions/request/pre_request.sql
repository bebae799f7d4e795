create or replace function auth.pre_request()
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_claims jsonb := auth.jwt();
begin
  -- Policies read the scalar setting; a stock PostgREST sets only the JSON.
  perform set_config('request.jwt.claim.sub', coalesce(v_claims ->> 'sub', ''), true);
  if v_claims ? 'sub' then
    -- Whatever form a claim has: what is not ours is null here, and refused.
    perform auth.session_require(auth.project_id(), auth.uid(), auth.session_id(),
      substring(v_claims ->> 'pwv' from '^[0-9]{1,9}$')::integer, substring(v_claims ->> 'epoch' from '^[0-9]{1,9}$')::integer);
  end if;
end $$;
comment on function auth.pre_request() is
  'For a stock PostgREST (db-pre-request): refuses a token that was revoked since it was signed: token_revoked, session_expired, user_disabled, token_invalid.';
