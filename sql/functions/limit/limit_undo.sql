create or replace function auth.limit_undo(p_project uuid, p_limit text, p_subject text)
returns void language sql volatile
as $$
  update auth.rate_limits l set hits = greatest(l.hits - 1, 0)
  where l.project_id = p_project and l.name = p_limit and l.subject = sha256(convert_to(p_subject, 'UTF8'))
$$;
comment on function auth.limit_undo(uuid, text, text) is
  'Takes back one hit: that of a try which was right. Those before it stay. Private.';
