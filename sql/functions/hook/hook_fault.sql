create or replace function auth.hook_fault(p_hook text, p_complaint text)
returns void language plpgsql stable
as $$
begin
  -- The operator reads this in the log; a client is told hook_failed.
  raise exception '% answered what it may not: %', p_hook, p_complaint using errcode = 'RCH01';
end $$;
comment on function auth.hook_fault(text, text) is
  'Raises SQLSTATE RCH01, which nodes show as hook_failed: a hook answered what it may not. Private.';
