create or replace function auth.cursor_write(p_at timestamptz, p_id uuid)
returns text language sql immutable
as $$
  select (extract(epoch from p_at) * 1000000)::bigint || '.' || p_id
$$;
comment on function auth.cursor_write(timestamptz, uuid) is
  'What names the row that a page ends with: its microsecond and id. Private.';
