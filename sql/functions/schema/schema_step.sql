create or replace function auth.schema_step(p_project uuid, p_statement text, p_object text, p_change text)
returns void language plpgsql volatile
as $$
begin
  perform auth.service_execute(p_project, p_statement);
exception
  -- What lost a race or was cut short is none of these, and is what it is.
  when integrity_constraint_violation or data_exception or syntax_error_or_access_rule_violation or dependent_objects_still_exist
    or object_not_in_prerequisite_state or feature_not_supported
  then
    perform auth.fail('schema_conflict', jsonb_build_object('field', p_object, 'message', format('Could not %s: %s', p_change, case
      when sqlstate = '23502' then 'there are rows without a value.'
      when sqlstate = '23505' then 'rows share a value, or the name is taken.'
      when sqlstate in ('23514', '23503') then 'there are rows that don''t fit.'
      when sqlstate like '22%' then 'there are values that can''t be read as the new type.'
      when sqlstate in ('42P07', '42710', '42701') then 'there is one already, which was not declared here.'
      when sqlstate in ('2BP01', '0A000') then 'something else depends on it.'
      else 'the database is not as it was declared; somebody has changed it since.' end)));
end $$;
comment on function auth.schema_step(uuid, text, text, text) is
  'Runs one statement of a plan as the project''s service role. Refuses schema_conflict, with the object and why. Private.';
