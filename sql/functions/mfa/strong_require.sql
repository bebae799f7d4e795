create or replace function auth.strong_require(p_project uuid, p_user uuid, p_session uuid)
returns void language plpgsql stable
as $$
begin
  if (select s.aal from auth.sessions s where s.project_id = p_project and s.id = p_session) < 2
     and auth.factors_confirmed(p_project, p_user) > 0 then
    perform auth.fail('second_factor_required');
  end if;
end $$;
comment on function auth.strong_require(uuid, uuid, uuid) is
  'Once a second factor is confirmed, only a session that has shown one may change factors, or where their codes go. Refuses second_factor_required. Private.';
