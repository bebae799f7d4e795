create or replace function auth.unproven_forget(p_user auth.users)
returns void language plpgsql volatile
as $$
begin
  -- Whoever signed up with this address before may not be its owner: nothing of theirs may open the account.
  perform auth.sessions_end((p_user).project_id, (p_user).id, null, 'mailbox_proven');
  delete from auth.identities i where i.project_id = (p_user).project_id and i.user_id = (p_user).id;
  delete from auth.factors f where f.project_id = (p_user).project_id and f.user_id = (p_user).id;
  delete from auth.passkeys k where k.project_id = (p_user).project_id and k.user_id = (p_user).id;
  delete from auth.recovery_codes r where r.project_id = (p_user).project_id and r.user_id = (p_user).id;
  delete from auth.personal_access_tokens p where p.project_id = (p_user).project_id and p.user_id = (p_user).id;
  delete from auth.trusted_devices d where d.project_id = (p_user).project_id and d.user_id = (p_user).id;
end $$;
comment on function auth.unproven_forget(auth.users) is
  'Against pre-hijacked accounts: sessions, factors, passkeys and linked accounts from before the first proof of the mailbox or number go. The password is the caller''s matter. Private.';
