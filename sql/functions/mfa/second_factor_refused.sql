create or replace function auth.second_factor_refused(p_user auth.users, p_ticket auth.tickets, p_session uuid, p_ip inet)
returns void language plpgsql volatile
as $$
begin
  delete from auth.tickets t
  where t.project_id = (p_user).project_id and t.id = (p_ticket).id
    and t.attempts >= (auth.project_settings((p_user).project_id) ->> 'code_attempts')::integer;
  perform auth.audit_put((p_user).project_id, 'second_factor_refused', (p_user).id, p_session, p_ip);
end $$;
comment on function auth.second_factor_refused(auth.users, auth.tickets, uuid, inet) is
  'What a wrong second factor leaves: an audit row, and no challenge after its last try. Private.';
