create or replace function auth.invite_document(p_invite auth.tickets)
returns jsonb language sql immutable
as $$
  select jsonb_build_object(
    'id', (p_invite).id,
    'email', (p_invite).destination,
    'is_owner', (p_invite).payload -> 'is_owner',
    'roles', (p_invite).payload -> 'roles',
    'invited_by', (p_invite).payload -> 'invited_by',
    'created_at', (p_invite).created_at,
    'expires_at', (p_invite).expires_at)
$$;
comment on function auth.invite_document(auth.tickets) is
  'An invitation as those see it who may invite: without its token. Private.';
