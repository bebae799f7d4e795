create or replace function auth.signup_replay(
  p_project uuid, p_idempotency bytea, p_request bytea,
  out replayed boolean, out sealed bytea, out claims jsonb, out profile jsonb)
language plpgsql volatile
as $$
declare
  v_seen record;
begin
  select s.result, s.sealed into v_seen from auth.idempotency_seen(p_project, p_idempotency, p_request) s;
  replayed := v_seen.result is not null;
  sealed := v_seen.sealed;
  claims := auth.session_claims(p_project, (v_seen.result ->> 'session_id')::uuid);
  profile := auth.user_read(p_project, (claims ->> 'sub')::uuid);
end $$;
comment on function auth.signup_replay(uuid, bytea, bytea) is
  'What a sign-up under this Idempotency-Key was answered: the same session and refresh token, with fresh times. Refuses idempotency_key_reused. Private.';
