create or replace function auth.cursor_read(p_cursor text, out at timestamptz, out id uuid)
language plpgsql stable
as $$
begin
  if p_cursor is null then
    at := 'infinity';
    id := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  elsif p_cursor !~ '^[0-9]{1,17}[.][0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform auth.fail('cursor_invalid');
  else
    at := 'epoch'::timestamptz + make_interval(secs => split_part(p_cursor, '.', 1)::bigint / 1000000)
      + (split_part(p_cursor, '.', 1)::bigint % 1000000) * interval '1 microsecond';
    id := split_part(p_cursor, '.', 2)::uuid;
  end if;
end $$;
comment on function auth.cursor_read(text) is
  'The row that a page ended with; after all of them for null. Refuses cursor_invalid. Private.';
