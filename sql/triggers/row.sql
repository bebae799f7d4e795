-- For tables that were declared through the API: their triggers are made with them, by the project's service role.
create or replace function auth.tg_row__touched()
returns trigger language plpgsql
as $$
begin
  new.updated_at := pg_catalog.now();
  return new;
end $$;
comment on function auth.tg_row__touched() is
  'Trigger, of declared tables: updated_at is when the row last changed.';

create or replace function auth.tg_row__owned()
returns trigger language plpgsql
as $$
begin
  -- Who writes as the service role says whose a row is; an API role has no say.
  if current_user in (tg_argv[1], tg_argv[2]) then
    new := pg_catalog.jsonb_populate_record(new, pg_catalog.jsonb_build_object(tg_argv[0],
      case tg_op when 'INSERT' then pg_catalog.to_jsonb(auth.uid()) else pg_catalog.to_jsonb(old) -> tg_argv[0] end));
  end if;
  return new;
end $$;
comment on function auth.tg_row__owned() is
  'Trigger, of declared tables with an owner_field (column, anonymous role, authenticated role): a row is of whoever the token says, and stays theirs, whatever a client sends.';
