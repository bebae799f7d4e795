create or replace function auth.amr_drop(p_amr jsonb, p_like jsonb)
returns jsonb language sql immutable parallel safe
as $$
  select coalesce(jsonb_agg(e.m order by e.n) filter (where not e.m @> p_like), '[]')
  from jsonb_array_elements(p_amr) with ordinality e(m, n)
$$;
comment on function auth.amr_drop(jsonb, jsonb) is
  'What a session was proven by without the entries that are like this. Private.';
