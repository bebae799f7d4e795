create or replace function auth.identity_put(p_project uuid, p_user uuid, p_identity jsonb)
returns uuid language sql volatile
as $$
  insert into auth.identities as i (project_id, provider, issuer, subject, user_id, tenant_id, email, email_verified, profile, last_used_at)
  select u.project_id, p_identity ->> 'provider', p_identity ->> 'issuer', p_identity ->> 'subject', u.id, u.tenant_id,
    auth.identity_email(p_identity), auth.identity_email_proven(p_identity), coalesce(p_identity -> 'profile', '{}'), now()
  from auth.users u where u.project_id = p_project and u.id = p_user
  on conflict (project_id, provider, issuer, subject, tenant_id) do update set
    email = excluded.email, email_verified = excluded.email_verified, profile = excluded.profile, last_used_at = now()
  where i.user_id = excluded.user_id
  returning id
$$;
comment on function auth.identity_put(uuid, uuid, jsonb) is
  'Notes whose an account at a provider is, and what the provider tells of it now; null when it is somebody else''s. Private.';
