create or replace function auth.guests_clean(p_batch integer)
returns integer language plpgsql volatile
as $$
declare
  v_guest record;
  v_count integer := 0;
begin
  for v_guest in
    select u.project_id, u.id from auth.projects p
    join auth.users u on u.project_id = p.id and u.is_anonymous
      and u.created_at < now() - make_interval(secs => (p.settings ->> 'anonymous_ttl')::integer)
    where (p.settings ->> 'anonymous_ttl')::integer > 0 and not exists (
      select from auth.sessions s where s.project_id = u.project_id and s.user_id = u.id
        and s.refreshed_at > now() - make_interval(secs => (p.settings ->> 'anonymous_ttl')::integer))
    -- By chance, so that those that can't go don't stand before those that can.
    order by random() limit p_batch for update of u skip locked
  loop
    begin
      delete from auth.users u where u.project_id = v_guest.project_id and u.id = v_guest.id;
      v_count := v_count + 1;
    exception when foreign_key_violation or restrict_violation then
      null; -- a row of the project's own holds on to this guest
    end;
  end loop;
  return v_count;
end $$;
comment on function auth.guests_clean(integer) is
  'Deletes guests who have not been seen for their project''s anonymous_ttl, unless something of the project refers to them; how many. Private.';
