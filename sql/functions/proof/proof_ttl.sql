create or replace function auth.proof_ttl(p_settings jsonb, p_purpose text, p_code_mac bytea)
returns integer language sql immutable
as $$
  select (p_settings ->> case
    when p_code_mac is not null then 'code_ttl'
    when p_purpose = 'reset_password' then 'reset_ttl'
    when p_purpose = 'sign_in' then 'link_ttl'
    else 'verify_ttl' end)::integer
$$;
comment on function auth.proof_ttl(jsonb, text, bytea) is
  'Life in seconds of a code, or of a link for this purpose. Private.';
