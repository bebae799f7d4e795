create or replace function auth.schema_rights(p_project auth.projects, p_here text, p_table jsonb)
returns table (name text, what text, make text, unmake text)
language sql stable
as $$
  with operations as (
    select o.operation, o.verb,
      case p_table #>> array['access', o.operation]
        when 'public' then format('%I, %I', (p_project).anon_role, (p_project).authenticated_role)
        else format('%I', (p_project).authenticated_role) end as roles,
      case p_table #>> array['access', o.operation]
        when 'public' then 'true'
        when 'authenticated' then '(select auth.subject()) is not null'
        else format('%I = (select auth.uid())', p_table ->> 'owner_field') end as passes,
      -- Ids and times are the server's.
      case when o.operation in ('create', 'update')
        then format(' (%s)', (select string_agg(format('%I', k), ', ' order by k) from jsonb_object_keys(p_table -> 'columns') k)) else '' end as columns
    from (values ('read', 'select'), ('create', 'insert'), ('update', 'update'), ('delete', 'delete')) o (operation, verb)
    where p_table #>> array['access', o.operation] <> 'admin'
      and (o.operation in ('read', 'delete') or p_table -> 'columns' <> '{}')
  )
  select 'row level security', 'security', format('alter table %s enable row level security', p_here), format('alter table %s disable row level security', p_here)
  union all
  select o.operation, 'grant', format('grant %s%s on %s to %s', o.verb, o.columns, p_here, o.roles), format('revoke %s%s on %s from %s', o.verb, o.columns, p_here, o.roles)
  from operations o
  union all
  select 'rolecall_' || o.operation, 'policy',
    format('create policy rolecall_%s on %s for %s to %s%s%s', o.operation, p_here, o.verb, o.roles,
      case when o.operation <> 'create' then format(' using (%s)', o.passes) else '' end,
      case when o.operation in ('create', 'update') then format(' with check (%s)', o.passes) else '' end),
    format('drop policy rolecall_%s on %s', o.operation, p_here)
  from operations o
$$;
comment on function auth.schema_rights(auth.projects, text, jsonb) is
  'Declared access as grants and row-level policies: public is anybody, authenticated who bears a token, owner whose id is in owner_field; admin is the service role alone, which passes all of it. Private.';
