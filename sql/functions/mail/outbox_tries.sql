create or replace function auth.outbox_tries(p_kind text)
returns integer language sql immutable parallel safe
as $$ select case p_kind when 'webhook' then 12 else 10 end $$;
comment on function auth.outbox_tries(text) is
  'How often a message of this kind is tried before it is dead. Private.';
