create or replace function auth.slug(p_name text)
returns text language sql immutable
as $$
  select case
    when s.slug = '' then 'app-' || left(md5(p_name), 8)
    when s.slug ~ '^[a-z]' and s.slug !~ '^proj-' then s.slug
    else 'app-' || left(s.slug, 36)
  end
  from (select left(btrim(regexp_replace(lower(p_name), '[^a-z0-9]+', '-', 'g'), '-'), 40) as slug) s
$$;
comment on function auth.slug(text) is
  'A project''s slug as made from its name; from the name''s hash where it has no Latin letter or digit.';
