-- A project moved to the next year (D1 missed) keeps its code, so the highest number of a year is looked
-- for among the codes, not among the projects of that year: 0007 gave such a number out a second time.
create or replace function app.next_code(wanted int) returns text
  language sql stable security definer set search_path = public, pg_temp as $$
  select format('%s-%s-%s', app.tenant(), wanted,
    lpad((coalesce(max(substring(p.code from '\d+$')::int), 0) + 1)::text, 3, '0'))
  from project p
  where p.tenant_id = app.tenant() and p.code ~ format('^%s-%s-\d{1,8}$', app.tenant(), wanted)
$$;
