create or replace function auth.import_fault(p_row auth.import_rows)
returns text language sql stable
as $$
  select case
    when num_nonnulls((p_row).email, (p_row).phone) = 0 then 'neither email nor phone'
    when (p_row).email is not null and not auth.email_valid((p_row).email) then 'email: not an address we can write to'
    when (p_row).phone !~ '^\+[1-9][0-9]{6,14}$' then 'phone: not a number in E.164'
    when not auth.password_hash_known((p_row).password_hash) then 'password_hash: this form is not understood'
    when length((p_row).external_id) > 255 then 'external_id: longer than 255 characters'
    when length((p_row).display_name) > 200 then 'display_name: longer than 200 characters'
    when length((p_row).avatar_url) > 2000 then 'avatar_url: longer than 2000 characters'
    when (p_row).locale !~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$' then 'locale: not a language tag'
    when jsonb_typeof((p_row).user_metadata) <> 'object' or octet_length((p_row).user_metadata::text) > 65536 then 'user_metadata: not an object up to 64 KiB'
    when jsonb_typeof((p_row).app_metadata) <> 'object' or octet_length((p_row).app_metadata::text) > 65536 then 'app_metadata: not an object up to 64 KiB'
    when (p_row).created_at > now() then 'created_at: in the future'
  end
$$;
comment on function auth.import_fault(auth.import_rows) is
  'Why no user could be made of a row, whoever there is already; null when one could. Private.';
