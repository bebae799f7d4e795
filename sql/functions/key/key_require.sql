create or replace function auth.key_require(p_project uuid, p_hash bytea, p_kind text)
returns void language plpgsql stable
as $$
begin
  if p_hash is null then
    perform auth.fail(case p_kind when 'account' then 'account_key_needed' else 'key_needed' end);
  elsif not exists (select from auth.api_keys k
    where k.project_id = p_project and k.hash = p_hash and k.kind = p_kind and k.revoked_at is null)
  then
    perform auth.fail('key_invalid');
  end if;
end $$;
comment on function auth.key_require(uuid, bytea, text) is
  'Refuses key_needed, account_key_needed or key_invalid unless this is a live key of that kind. A key of 256 random bits is looked up by its hash: nothing to time. Private.';
