-- Papers are looked up once for all that is asked of them: the newest of everything one sees are looked at
-- first, and only if they are too few the words are looked up city by city. Before, both were done for each
-- city, and twice for each search.
drop function app.search_city_papers, app.search_region_papers, app.papers_with, app.newest_papers;
grant create on schema app to app_search;

-- Of the newest papers of projects, those with all words. All cities are the region's.
create function app.newest_papers(cities int[], words text[]) returns bigint[]
  language plpgsql stable set search_path = public, pg_temp set enable_indexscan = on as $$
declare
  patterns text[] := app.patterns(words);
begin
  if cardinality(cities) = 1 then
    return (select array_agg(id) from (select id, name, removed_on from paper where tenant_id = cities[1] order by id desc limit 400) newest
      where removed_on is null and lower(name) like all (patterns));
  end if;
  return (select array_agg(id) from (select id, name, removed_on from paper order by id desc limit 400) newest
    where removed_on is null and lower(name) like all (patterns));
end $$;

-- Papers of projects and of applications in these cities that have all words in their names: the newest where
-- the words are common, otherwise up to `most` of each city. Not for the web: see the two below.
create function app.papers_with(cities int[], words text[], most int) returns table (kind text, id bigint)
  language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set work_mem = '32MB' as $$
declare
  patterns text[] := app.patterns(words);
  newest bigint[] := app.newest_papers(cities, words);
  common boolean := coalesce(cardinality(newest), 0) >= 30;
  city int;
begin
  if common then
    return query select 'PAPER', unnest(newest);
  end if;
  foreach city in array cities loop
    if not common then
      return query select 'PAPER', p.id from paper p
        where app.grams(p.tenant_id, lower(p.name)) @> app.grams_of(city, words) and p.removed_on is null and p.tenant_id + 0 = city
          and lower(p.name) like all (patterns) limit most;
    end if;
    return query select 'ATTACHMENT', a.id from attachment a
      where app.grams(a.tenant_id, lower(a.name)) @> app.grams_of(city, words) and a.removed_on is null and a.tenant_id + 0 = city
        and lower(a.name) like all (patterns) limit most;
  end loop;
end $$;
create function app.search_city_papers(words text[], most int) returns table (kind text, id bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select f.* from app.papers_with(array[app.tenant()], words, most) f where app.tenant() is not null
$$;
create function app.search_region_papers(words text[], most int) returns table (kind text, id bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select f.* from app.papers_with(array(select t.id from tenant t), words, most) f
$$;

do $$
declare f text;
begin
  foreach f in array array['newest_papers(int[], text[])', 'papers_with(int[], text[], int)',
    'search_city_papers(text[], int)', 'search_region_papers(text[], int)'] loop
    execute format('alter function app.%s owner to app_search', f);
    execute format('revoke execute on function app.%s from public', f);
  end loop;
end $$;
revoke create on schema app from app_search;
-- Who may ask which: a city never the region's.
grant execute on function app.search_city_papers to app_city;
grant execute on function app.search_region_papers to app_region;
