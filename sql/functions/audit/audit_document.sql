create or replace function auth.audit_document(p_row auth.audit_log)
returns jsonb language sql stable
as $$
  select jsonb_build_object('id', (p_row).id, 'at', (p_row).at, 'event', (p_row).event, 'result', (p_row).result,
    'user_id', (p_row).user_id, 'session_id', (p_row).session_id, 'ip', host((p_row).ip), 'user_agent', (p_row).user_agent,
    'actor_kind', (p_row).actor_kind, 'actor', (p_row).actor, 'target', (p_row).target, 'detail', (p_row).detail)
$$;
comment on function auth.audit_document(auth.audit_log) is
  'An audit row as an administrator sees it. Private.';
