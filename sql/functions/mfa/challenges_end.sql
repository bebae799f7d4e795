create or replace function auth.challenges_end(p_project uuid, p_user uuid, p_factor uuid)
returns void language sql volatile
as $$
  delete from auth.tickets t
  where t.project_id = p_project and t.user_id = p_user and t.purpose = 'second_factor'
    and t.payload -> 'amr' @> jsonb_build_array(jsonb_build_object('factor', p_factor))
$$;
comment on function auth.challenges_end(uuid, uuid, uuid) is
  'Ends the sign-ins that a passkey, token or identity began and that still owe their second factor. Private.';
