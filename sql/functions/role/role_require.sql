create or replace function auth.role_require(p_role jsonb)
returns void language plpgsql immutable
as $$
begin
  if coalesce(p_role ->> 'name', '') !~ '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}$' or p_role ->> 'name' = 'owner' then
    perform auth.fail('role_invalid', '{"field": "name"}');
  elsif coalesce(p_role ->> 'scope', '') not in ('project', 'tenant') then
    perform auth.fail('role_invalid', '{"field": "scope"}');
  elsif length(p_role ->> 'description') > 500 then
    perform auth.fail('role_invalid', '{"field": "description"}');
  elsif jsonb_array_length(p_role -> 'permissions') > 200 or exists (
    select from jsonb_array_elements(p_role -> 'permissions') p
    where coalesce(p #>> '{}', '') !~ '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}$')
  then
    perform auth.fail('role_invalid', '{"field": "permissions"}');
  end if;
end $$;
comment on function auth.role_require(jsonb) is
  'Refuses role_invalid, with the field, unless this can be a role. Private.';
