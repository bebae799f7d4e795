-- No SET clause in this folder: these inline into policies, and a scalar setting
-- costs a tenth of parsing the claims for every row.
create or replace function auth.uid()
returns uuid language sql stable parallel safe
as $$
  select case when s.sub ~ '^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$' then s.sub::uuid end
  from (select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''),
                        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub') as sub) s
$$;
comment on function auth.uid() is
  'Id of the user whose token this request bears; null for nobody and for a subject that is no uuid (see auth.subject).';
