create or replace function auth.invitation_document(p_invitation auth.invitations)
returns jsonb language sql stable
as $$
  select jsonb_build_object(
    'id', (p_invitation).id,
    'email', (p_invitation).email,
    'state', case when (p_invitation).accepted_at is not null then 'accepted' when (p_invitation).revoked_at is not null then 'revoked'
      when (p_invitation).expires_at <= now() then 'expired' else 'open' end,
    'app_metadata', (p_invitation).app_metadata,
    'created_at', (p_invitation).created_at,
    'expires_at', (p_invitation).expires_at,
    'accepted_at', (p_invitation).accepted_at,
    'user_id', (p_invitation).user_id)
$$;
comment on function auth.invitation_document(auth.invitations) is
  'An invitation as administrators see it, without its token. Private.';
