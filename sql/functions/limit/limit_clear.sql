create or replace function auth.limit_clear(p_project uuid, p_limit text, p_subject text)
returns void language plpgsql volatile
as $$
begin
  delete from auth.rate_limits
  where project_id = p_project and name = p_limit and subject = sha256(convert_to(p_subject, 'UTF8'));
end $$;
comment on function auth.limit_clear(uuid, text, text) is
  'Forgets the hits of a subject, once it has shown that it is honest. Private.';
