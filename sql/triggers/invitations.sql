create or replace function auth.tg_invitations__administers()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  if new.project_id <> auth.project_find('admin') then
    return null;
  end if;
  update auth.users u set app_metadata = u.app_metadata - 'administers' where u.project_id = new.project_id and u.id = new.user_id;
  -- A project may be gone by now.
  perform auth.admin_put(p.id, new.user_id, a.value)
  from jsonb_each_text(new.app_metadata -> 'administers') a join auth.projects p on p.id::text = a.key;
  return null;
end $$;
comment on function auth.tg_invitations__administers() is
  'Trigger: who takes an invitation to the realm administers what it was for, whatever the way they sign up.';

create or replace trigger _100_administers after update on auth.invitations
  for each row when (old.accepted_at is null and new.accepted_at is not null and new.app_metadata ? 'administers')
  execute function auth.tg_invitations__administers();
