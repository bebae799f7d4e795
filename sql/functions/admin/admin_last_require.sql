create or replace function auth.admin_last_require(p_realm uuid, p_user uuid)
returns void language plpgsql volatile
as $$
begin
  if not exists (select from auth.project_admins a where a.project_id = p_realm and a.user_id = p_user and a.role = 'owner') then
    return;
  end if;
  -- One at a time: of two who remove each other, the second finds the first one's work.
  perform pg_catalog.pg_advisory_xact_lock(7205759403792793610);
  if not exists (select from auth.project_admins a
    join auth.users u on u.project_id = a.project_id and u.id = a.user_id and u.disabled_at is null
    where a.project_id = p_realm and a.user_id <> p_user and a.role = 'owner')
  then
    perform auth.fail('admin_last');
  end if;
end $$;
comment on function auth.admin_last_require(uuid, uuid) is
  'Refuses admin_last where this user owns the project that they are of, which only accounts of the realm do, and nobody else does who is not disabled. Private.';
