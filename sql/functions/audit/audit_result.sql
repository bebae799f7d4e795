create or replace function auth.audit_result(p_event text)
returns text language sql immutable parallel safe
as $$ select case when p_event ~ '_(refused|limited|reused)$' or p_event = 'signup_taken' then 'refused' else 'ok' end $$;
comment on function auth.audit_result(text) is
  'How an event ended: its name says so. Private.';
