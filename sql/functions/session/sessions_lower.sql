create or replace function auth.sessions_lower(p_project uuid, p_user uuid, p_like jsonb)
returns void language plpgsql volatile
as $$
begin
  -- In the order of their ids: two that lower the same sessions must not wait for each other.
  perform from auth.sessions s
  where s.project_id = p_project and s.user_id = p_user and s.amr @> jsonb_build_array(p_like)
  order by s.id for no key update;
  update auth.sessions s set amr = auth.amr_drop(s.amr, p_like), aal = auth.aal(auth.amr_drop(s.amr, p_like)), elevated_until = null
  where s.project_id = p_project and s.user_id = p_user and s.amr @> jsonb_build_array(p_like);
end $$;
comment on function auth.sessions_lower(uuid, uuid, jsonb) is
  'Takes from a user''s sessions what a factor proved that is no more ({"factor": id}, {"method": name}). Their access tokens hold: aal is read from the session. Private.';
