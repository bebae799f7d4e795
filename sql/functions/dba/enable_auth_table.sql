create or replace function auth.enable_auth_table(
  auth_table regclass, verify_email boolean default null, columns text[] default '{}',
  user_column text default 'id', on_delete text default 'delete', project text default 'default')
returns bigint language plpgsql volatile security definer set search_path = ''
as $$
begin
  return auth.auth_table_put(auth.project_find(enable_auth_table.project), enable_auth_table.auth_table, enable_auth_table.columns,
    enable_auth_table.user_column, enable_auth_table.on_delete, enable_auth_table.verify_email);
end $$;
comment on function auth.enable_auth_table(regclass, boolean, text[], text, text, text) is
  'Makes a table the one whose row is born with each user, in one transaction, whatever the way to sign up: auth.enable_auth_table(''public.members'', verify_email => true, columns => ''{display_name}''). user_column gets the user''s id, a column email their address; a sign-up fills the other columns that are named, and no others. on_delete: delete or detach the row of a user who goes. Users there already get a row (returns how many). Policies and grants of the table stay yours. Again, it changes these. Refuses table_not_found, auth_table_exists, auth_table_unfit, column_reserved, project_not_found.';
