create or replace function auth.doctor_sealed()
returns table (place text, key_id bytea, count bigint, project_id uuid, sealed bytea)
language sql stable security definer set search_path = ''
as $$
  -- auth.sealed_list gives all whose key is another than this one, which none has.
  select l.place, substring(l.sealed from 2 for 4), count(*), (array_agg(l.project_id order by l.id))[1], (array_agg(l.sealed order by l.id))[1]
  from auth.sealed_list('', null) l
  group by 1, 2 order by 1, 2
$$;
comment on function auth.doctor_sealed() is
  'How many values are sealed under which master key (by its id), with one of each to try: for rolecall doctor.';
