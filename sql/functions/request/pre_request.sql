create or replace function auth.pre_request()
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_claims jsonb := auth.jwt();
begin
  -- Policies read the scalar setting; a stock PostgREST sets only the JSON.
  perform set_config('request.jwt.claim.sub', coalesce(v_claims ->> 'sub', ''), true);
  if v_claims ? 'sub' then
    perform auth.session_require((v_claims ->> 'project')::uuid, auth.uid(), (v_claims ->> 'sid')::uuid,
      (v_claims ->> 'pwv')::integer, (v_claims ->> 'epoch')::integer);
  end if;
end $$;
comment on function auth.pre_request() is
  'For a stock PostgREST (db-pre-request): refuses a token that was revoked since it was signed: token_revoked, session_expired, user_disabled, token_invalid.';
