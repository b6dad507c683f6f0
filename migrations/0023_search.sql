-- Search of two characters and more over a million rows, and lists that page deep.
--
-- Under row-level security neither LIKE nor @> may use an index: they are not leakproof, so they run
-- after the policy, on every row of the tenant. The functions below look first and past the policies, at
-- texts and numbers only; each of them names the tenant itself, from the transaction's own setting, never
-- from an argument. What they return are numbers: the caller joins them back under its own policies.

-- Lists by amount page deep only if the comparison is leakproof, and numeric's is not: fen are.
alter table project add column agreement_fen bigint not null generated always as ((agreement_amount * 100)::bigint) stored;

do $$
begin
  begin
    create role app_search nologin noinherit;
  exception when duplicate_object or unique_violation then null;
  end;
  perform pg_advisory_xact_lock(20201116);
  execute format('grant app_search to %I', current_user);
end $$;
grant usage on schema app, public to app_search;
grant create on schema app to app_search;
grant select on tenant to app_search;

-- Every two neighbouring characters of a text as one number, each under the number of its city: one
-- city's search reads one city's part of the index. 0 = of no city. Numbers, because they are compared
-- many times quicker than texts while an index is built.
create function app.grams(city int, text text) returns bigint[] immutable strict parallel safe language plpgsql as $$
declare
  head constant bigint := city::bigint << 42;
  blank constant bigint := 32;
  grams bigint[] := '{}';
  before bigint := blank;
  this bigint;
  char text;
begin
  foreach char in array string_to_array(text, null) loop
    this := ascii(char);
    if this <> blank and before <> blank then grams := grams || (head | (before << 21) | this); end if;
    before := this;
  end loop;
  return grams;
end $$;
-- The same for the words of a query.
create function app.grams_of(city int, words text[]) returns bigint[] immutable strict parallel safe language sql as $$
  select coalesce(array_agg(distinct gram), '{}') from unnest(words) word cross join unnest(app.grams(city, word)) gram
$$;
-- The words as patterns of LIKE that mean themselves.
create function app.patterns(words text[]) returns text[] immutable strict parallel safe language sql as $$
  select coalesce(array_agg('%' || replace(replace(replace(word, '\', '\\'), '%', '\%'), '_', '\_') || '%'), '{}') from unnest(words) word
$$;

create index project_grams on project using gin (app.grams(tenant_id, search)) with (fastupdate = off);
create index paper_grams on paper using gin (app.grams(tenant_id, lower(name))) where removed_on is null;
create index attachment_grams on attachment using gin (app.grams(tenant_id, lower(name))) where removed_on is null;
create index organisation_grams on organisation using gin (app.grams(0, lower(name || ' ' || credit_code)));

create policy search on project for select to app_search using (true);
create policy search on paper for select to app_search using (true);
create policy search on attachment for select to app_search using (true);
grant select (tenant_id, id, search, submitted, updated_at) on project to app_search;
grant select (tenant_id, id, name, removed_on) on paper, attachment to app_search;

-- Whether the words are common in a city: one in twenty-four of the last changed projects has them. A few
-- hundred rows tell, and then they are found soon enough in the order of any list.
create function app.common_words(city int, words text[]) returns boolean
  language plpgsql stable set search_path = public, pg_temp set enable_indexscan = on as $$
declare
  patterns text[] := app.patterns(words);
  seen int;
begin
  select count(*) filter (where search like all (patterns)) into seen
  from (select search from project where tenant_id = city and submitted order by updated_at desc, id desc limit 240) newest;
  return seen >= 10;
end $$;

-- Planned once in a connection: what is looked up varies, the plan does not, and planning for twelve cities
-- takes longer than looking.
-- The projects of one city that have all words; null instead of them where there are more than `most`.
-- Not for the web: see the two below. The numbers of the index carry the city; `+ 0` keeps the planner
-- from reading a second index for what they say already.
create function app.projects_with(city int, words text[], most int) returns bigint[]
  language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set work_mem = '32MB' as $$
declare
  patterns text[] := app.patterns(words);
  found bigint[];
begin
  if app.common_words(city, words) then return null; end if;
  select array_agg(id) into found
  from (select id from project
    where app.grams(tenant_id, search) @> app.grams_of(city, words) and tenant_id + 0 = city and submitted
      and search like all (patterns) limit most + 1) hit;
  if array_length(found, 1) > most then return null; end if;
  return coalesce(found, '{}');
end $$;

create function app.search_city(words text[], most int) returns table (city int, ids bigint[])
  language sql stable security definer set search_path = public, pg_temp as $$
  select app.tenant(), app.projects_with(app.tenant(), words, most) where app.tenant() is not null
$$;
-- `one` narrows the region, which sees every city, to one of them.
create function app.search_region(words text[], most int, one int) returns table (city int, ids bigint[])
  language sql stable security definer set search_path = public, pg_temp as $$
  select t.id, app.projects_with(t.id, words, most) from tenant t where one is null or t.id = one
$$;

-- Papers of projects, or of applications, that have all words in their names: the newest where the words
-- are common, otherwise all of them up to `most`.
create function app.newest_papers(city int, words text[]) returns bigint[]
  language plpgsql stable set search_path = public, pg_temp set enable_indexscan = on as $$
begin
  return (select array_agg(id) from (select id, name, removed_on from paper where tenant_id = city order by id desc limit 400) newest
    where removed_on is null and lower(name) like all (app.patterns(words)));
end $$;
create function app.papers_with(city int, words text[], most int) returns table (kind text, id bigint)
  language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set work_mem = '32MB' as $$
declare
  patterns text[] := app.patterns(words);
  newest bigint[] := app.newest_papers(city, words);
begin
  if cardinality(newest) >= 30 then
    return query select 'PAPER', unnest(newest);
  else
    return query select 'PAPER', p.id from paper p
      where app.grams(p.tenant_id, lower(p.name)) @> app.grams_of(city, words) and p.removed_on is null and p.tenant_id + 0 = city
        and lower(p.name) like all (patterns) limit most;
  end if;
  return query select 'ATTACHMENT', a.id from attachment a
    where app.grams(a.tenant_id, lower(a.name)) @> app.grams_of(city, words) and a.removed_on is null and a.tenant_id + 0 = city
      and lower(a.name) like all (patterns) limit most;
end $$;
create function app.search_city_papers(words text[], most int) returns table (kind text, id bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select f.* from app.papers_with(app.tenant(), words, most) f where app.tenant() is not null
$$;
create function app.search_region_papers(words text[], most int) returns table (kind text, id bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select f.* from tenant t cross join lateral app.papers_with(t.id, words, most) f
$$;

do $$
declare f text;
begin
  foreach f in array array['common_words(int, text[])', 'projects_with(int, text[], int)', 'newest_papers(int, text[])', 'papers_with(int, text[], int)', 'search_city(text[], int)',
    'search_region(text[], int, int)', 'search_city_papers(text[], int)', 'search_region_papers(text[], int)'] loop
    execute format('alter function app.%s owner to app_search', f);
    execute format('revoke execute on function app.%s from public', f);
  end loop;
end $$;
revoke create on schema app from app_search;
-- Who may ask which: a city never the region's.
grant execute on function app.search_city, app.search_city_papers to app_city;
grant execute on function app.search_region, app.search_region_papers to app_region;

-- The order by amount, in fen.
drop index project_amount;
create index project_amount on project (tenant_id, agreement_fen desc, id desc);
-- What is overdue is looked at in the index alone, whatever it is then narrowed to and ordered by.
drop index project_due;
create index project_due on project (tenant_id, next_due, id)
  include (updated_at, agreement_fen, code, plan_year, state, step, submitted);
-- Every filter with every order of the list. States, steps and years go together with amounts, codes and
-- days, so a page that walks one order and filters the other may walk the whole city before it is full.
create index project_state_due on project (tenant_id, state, next_due, id);
create index project_state_amount on project (tenant_id, state, agreement_fen desc, id desc);
create index project_state_code on project (tenant_id, state, code, id);
create index project_year_due on project (tenant_id, plan_year, next_due, id);
create index project_year_amount on project (tenant_id, plan_year, agreement_fen desc, id desc);
create index project_year_code on project (tenant_id, plan_year, code, id);
create index project_year_state on project (tenant_id, plan_year, state, updated_at desc, id desc);
create index project_year_state_due on project (tenant_id, plan_year, state, next_due, id);
create index project_year_state_amount on project (tenant_id, plan_year, state, agreement_fen desc, id desc);
create index project_year_state_code on project (tenant_id, plan_year, state, code, id);
create index project_step on project (tenant_id, step, updated_at desc, id desc) where step is not null;
create index project_step_due on project (tenant_id, step, next_due, id) where step is not null;
create index project_step_amount on project (tenant_id, step, agreement_fen desc, id desc) where step is not null;
create index project_step_code on project (tenant_id, step, code, id) where step is not null;
-- Years, states and steps go together; without this the planner multiplies their shares.
create statistics project_standing (dependencies, mcv) on tenant_id, plan_year, state, step from project;
