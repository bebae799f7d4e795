create or replace function auth.schema_fault(p_path text, p_message text)
returns void language plpgsql stable
as $$
begin
  perform auth.fail('schema_invalid', jsonb_build_object('field', p_path, 'message', p_message));
end $$;
comment on function auth.schema_fault(text, text) is
  'Refuses schema_invalid at this place of the document, with what is wrong there. Private.';
