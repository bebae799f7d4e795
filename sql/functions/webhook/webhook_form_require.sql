create or replace function auth.webhook_form_require(p_url text, p_events text[])
returns void language plpgsql immutable
as $$
begin
  if coalesce(p_url, '') !~ '^https?://[^/@?#[:space:]]+([/?][^#[:space:]]*)?$' or length(p_url) > 2000 then
    perform auth.fail('webhook_url_invalid');
  elsif exists (select from unnest(p_events) e (pattern) where not exists (
    select from auth.webhook_events() v where v.type = e.pattern or split_part(v.type, '.', 1) || '.*' = e.pattern))
  then
    perform auth.fail('webhook_event_unknown');
  end if;
end $$;
comment on function auth.webhook_form_require(text, text[]) is
  'Refuses webhook_url_invalid, webhook_event_unknown. Private.';
