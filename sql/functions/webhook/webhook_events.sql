create or replace function auth.webhook_events()
returns table (type text, comment text)
language sql immutable parallel safe
as $$
  values
    ('user.created', 'A user was made, by sign-up or by an administrator.'),
    ('user.updated', 'What a user shows of themselves changed, or they were disabled or enabled.'),
    ('user.deleted', 'A user is gone; data has their id alone.'),
    ('password.changed', 'A password was set anew.'),
    ('session.created', 'Somebody signed in.'),
    ('session.revoked', 'A session was ended before its time.'),
    ('factor.added', 'A second factor counts from now on.'),
    ('factor.removed', 'A second factor counts no more.'),
    ('passkey.added', 'A passkey was added.'),
    ('passkey.removed', 'A passkey was revoked.'),
    ('pat.created', 'A personal access token was made.'),
    ('pat.revoked', 'A personal access token was revoked or has expired.'),
    ('identity.linked', 'An identity of a provider belongs to a user.'),
    ('identity.unlinked', 'It no longer does.'),
    ('tenant.created', 'A tenant was made.'),
    ('tenant.updated', 'A tenant changed.'),
    ('tenant.deleted', 'A tenant is gone.'),
    ('member.added', 'A user became a member of a tenant.'),
    ('member.updated', 'What a member may do changed.'),
    ('member.removed', 'A user is no member of a tenant any more.')
$$;
comment on function auth.webhook_events() is
  'What webhooks are told of. The payload of each is {"type", "version", "timestamp", "project_id", "data"}; data is the thing itself, without secrets. A change that breaks readers raises version.';
