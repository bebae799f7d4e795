create or replace function auth.import_insert(p_project uuid, p_run uuid)
returns void language plpgsql volatile
as $$
begin
  update auth.import_rows r set id = gen_random_uuid()
  where r.project_id = p_project and r.run = p_run and r.outcome is null and r.id is null;
  with born as (
    insert into auth.users (project_id, id, external_id, email, email_confirmed_at, phone, phone_confirmed_at, password_hash,
      display_name, avatar_url, locale, user_metadata, app_metadata, created_at, last_sign_in_at, disabled_at, disabled_reason)
    select p_project, r.id, r.external_id,
      r.email, case when r.email is not null and r.email_verified then coalesce(r.created_at, now()) end,
      r.phone, case when r.phone is not null and r.phone_verified then coalesce(r.created_at, now()) end,
      r.password_hash, r.display_name, r.avatar_url, r.locale, r.user_metadata, r.app_metadata,
      coalesce(r.created_at, now()), r.last_sign_in_at, case when r.disabled then now() end, case when r.disabled then 'imported' end
    from auth.import_rows r
    where r.project_id = p_project and r.run = p_run and r.outcome is null
    order by r.line
    on conflict do nothing
    returning id)
  update auth.import_rows r set outcome = case when b.id is null then 'exists' else 'created' end
  from auth.import_rows i left join born b on b.id = i.id
  where i.project_id = p_project and i.run = p_run and i.outcome is null
    and r.project_id = i.project_id and r.run = i.run and r.line = i.line;
end $$;
comment on function auth.import_insert(uuid, uuid) is
  'Makes users of the rows that are left. Whoever signs up at the same moment was first, and exists. Private.';
