create or replace function auth.tg_projects__settings()
returns trigger language plpgsql
as $$
begin
  new.settings := auth.settings_resolve(new.preset, new.overrides);
  return new;
end $$;
comment on function auth.tg_projects__settings() is
  'Trigger: settings follow from preset and overrides, also where a DBA writes the row.';

create or replace trigger _100_settings before insert or update on auth.projects
  for each row execute function auth.tg_projects__settings();

create or replace function auth.tg_projects__notice()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  perform auth.bus_emit('project', coalesce(new.id, old.id));
  return null;
end $$;
comment on function auth.tg_projects__notice() is
  'Trigger: tells every node that a project changed.';

create or replace trigger _900_notice after insert or update or delete on auth.projects
  for each row execute function auth.tg_projects__notice();
