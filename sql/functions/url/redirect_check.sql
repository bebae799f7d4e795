create or replace function auth.redirect_check(p_settings jsonb, p_url text)
returns void language plpgsql stable
as $$
begin
  if p_url is not null and not coalesce(p_settings -> 'redirect_origins' ? auth.url_origin(p_url), false) then
    perform auth.fail('redirect_not_allowed');
  end if;
end $$;
comment on function auth.redirect_check(jsonb, text) is
  'Refuses redirect_not_allowed unless the URL''s origin is listed. To be asked before any address is looked up. Private.';
