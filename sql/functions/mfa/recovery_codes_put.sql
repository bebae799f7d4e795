create or replace function auth.recovery_codes_put(p_project uuid, p_user uuid, p_hashes bytea[])
returns void language plpgsql volatile
as $$
begin
  delete from auth.recovery_codes r where r.project_id = p_project and r.user_id = p_user;
  insert into auth.recovery_codes (project_id, user_id, hash) select p_project, p_user, h from unnest(p_hashes) h;
end $$;
comment on function auth.recovery_codes_put(uuid, uuid, bytea[]) is
  'Gives a user new recovery codes, by SHA-256; the old ones die. Private.';
