-- Whether words are looked up or the list is walked depends on how many rows are wanted: a box of ten is full
-- after a short walk, a page of fifty is not. Before, both were judged as a page of fifty, so a word that one
-- in a hundred projects has was looked up in every city for ten rows.
drop function app.search_city(text[], int), app.search_region(text[], int, int), app.projects_with, app.common_words;
grant create on schema app to app_search;

-- Whether walking the list of a city for `page` rows with all words reads less than looking the words up. How
-- many have them among the last changed says how far one has to walk; how many among projects of all ages, how
-- many there would be to look up. Where the two cost the same, page / share = share * projects; 100,000 stands
-- for the projects of a large city, in a small one either is quick.
create function app.common_words(city int, words text[], page int) returns boolean
  language plpgsql stable set search_path = public, pg_temp set enable_indexscan = on as $$
declare
  patterns text[] := app.patterns(words);
  enough constant float8 := 120 * sqrt(page / 100000.0);
  seen int;
  least bigint;
  most bigint;
begin
  select count(*) filter (where search like all (patterns)) into seen
  from (select search from project where tenant_id = city and submitted order by updated_at desc, id desc limit 120) newest;
  if seen > enough then return true; end if;
  select min(id), max(id) into least, most from project where tenant_id = city;
  -- From twenty-four places evenly apart. Both columns are compared, so that no index of one is taken.
  select count(*) filter (where tenant_id = city and submitted and search like all (patterns)) into seen
  from generate_series(0, 23) place
  cross join lateral (select tenant_id, submitted, search from project
    where (tenant_id, id) >= (city, least + (most - least) * place / 24) order by tenant_id, id limit 5) there;
  return seen > enough;
end $$;

-- The projects of one city that have all words; null instead of them where walking reads less. Planned once in
-- a connection: what is looked up varies, the plan does not, and planning for twelve cities takes longer than
-- looking. Not for the web: see the two below. The numbers of the index carry the city; `+ 0` keeps the planner
-- from reading a second index for what they say already.
create function app.projects_with(city int, words text[], page int) returns bigint[]
  language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set work_mem = '32MB' as $$
declare
  patterns text[] := app.patterns(words);
  -- Half as many again as where the two are equal: a sample of 240 is not exact.
  most int := 1.5 * sqrt(page * 100000.0);
  found bigint[];
begin
  if app.common_words(city, words, page) then return null; end if;
  select array_agg(id) into found
  from (select id from project
    where app.grams(tenant_id, search) @> app.grams_of(city, words) and tenant_id + 0 = city and submitted
      and search like all (patterns) limit most + 1) hit;
  if array_length(found, 1) > most then return null; end if;
  return coalesce(found, '{}');
end $$;

create function app.search_city(words text[], page int) returns table (city int, ids bigint[])
  language sql stable security definer set search_path = public, pg_temp as $$
  select app.tenant(), app.projects_with(app.tenant(), words, page) where app.tenant() is not null
$$;
-- `one` narrows the region, which sees every city, to one of them.
create function app.search_region(words text[], page int, one int) returns table (city int, ids bigint[])
  language sql stable security definer set search_path = public, pg_temp as $$
  select t.id, app.projects_with(t.id, words, page) from tenant t where one is null or t.id = one
$$;

do $$
declare f text;
begin
  foreach f in array array['common_words(int, text[], int)', 'projects_with(int, text[], int)',
    'search_city(text[], int)', 'search_region(text[], int, int)'] loop
    execute format('alter function app.%s owner to app_search', f);
    execute format('revoke execute on function app.%s from public', f);
  end loop;
end $$;
revoke create on schema app from app_search;
-- Who may ask which: a city never the region's.
grant execute on function app.search_city to app_city;
grant execute on function app.search_region to app_region;
