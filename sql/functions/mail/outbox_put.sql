create or replace function auth.outbox_put(p_user auth.users, p_template text, p_sealed bytea, p_data jsonb)
returns void language sql volatile
as $$
  select auth.outbox_send((p_user).project_id, (p_user).email, p_template, p_sealed,
    coalesce(p_data, '{}') || jsonb_strip_nulls(jsonb_build_object('display_name', (p_user).display_name)), (p_user).locale)
$$;
comment on function auth.outbox_put(auth.users, text, bytea, jsonb) is
  'Puts a mail to a user into the outbox. Private.';
