create or replace function auth.hook_before_token(p_project uuid, p_hook text, p_claims jsonb)
returns void language plpgsql volatile
as $$
declare
  v_answer jsonb := coalesce(nullif(auth.hook_call(p_project, p_hook, jsonb_build_object(
    'version', 1, 'hook', 'before_token', 'user_id', p_claims -> 'sub', 'session_id', p_claims -> 'sid', 'claims', p_claims)), 'null'), '{}');
  v_refusal jsonb;
begin
  if jsonb_typeof(v_answer) <> 'object' or v_answer - 'refuse' <> '{}' then
    perform auth.hook_fault(p_hook, 'an object with refuse, or null');
  end if;
  v_refusal := auth.hook_refusal(p_hook, v_answer);
  if v_refusal is not null then
    -- Raised: a code that was redeemed, or a refresh token that was rotated for this, is as it was.
    perform auth.refuse(v_refusal);
  end if;
end $$;
comment on function auth.hook_before_token(uuid, text, jsonb) is
  'Asks the project''s own function (setting hook_before_token) before an access token with these claims is signed: it may refuse, and then nothing has happened. Private.';
