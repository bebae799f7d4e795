create or replace function auth.provider_form_require(p_name text, p_config jsonb)
returns void language plpgsql immutable
as $$
declare
  v_field text := case
    when coalesce(p_name, '') !~ '^[a-z0-9][a-z0-9_-]{0,39}$' then 'name'
    when coalesce(p_config ->> 'client_id', '') = '' or length(p_config ->> 'client_id') > 500 then 'client_id'
    when length(p_config ->> 'issuer') > 500 then 'issuer'
    when length(p_config -> 'extra' ->> 'base_url') > 500 then 'extra'
    when octet_length(p_config::text) > 16384 then 'config' end;
begin
  if v_field is not null then
    perform auth.fail('provider_invalid', jsonb_build_object('field', v_field));
  end if;
end $$;
comment on function auth.provider_form_require(text, jsonb) is
  'Refuses provider_invalid, with the field, unless a provider can be called this and its settings are of a size. Private.';
