create or replace function auth.data_login_ensure(p_project uuid, p_verifier text, p_sealed bytea)
returns bytea language plpgsql volatile security definer set search_path = ''
as $$
declare
  v auth.projects;
begin
  select * into v from auth.projects p where p.id = p_project for no key update;
  if v.data_login_sealed is not null then
    return v.data_login_sealed;
  end if;
  perform rolecall_admin.login_verifier_set(v.data_login, p_verifier);
  update auth.projects p set data_login_sealed = p_sealed where p.id = p_project;
  return p_sealed;
end $$;
comment on function auth.data_login_ensure(uuid, text, bytea) is
  'Gives a project''s data login a password that only nodes can open; returns the sealed one that holds, which another node may have set first. Takes a SCRAM verifier, never the password.';
