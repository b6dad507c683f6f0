-- The rest of what the region's page counts, kept ready in the writer's own transaction: with these the
-- page costs the same at a thousand and at a million projects.

-- Projects by their next deadline: those before today are overdue.
create table due_tally (
  tenant_id int not null references tenant,
  next_due date not null,
  projects bigint not null,
  primary key (tenant_id, next_due)
);
-- Projects on the way of acceptance by their next deadline, and by the day they came to their step.
create table step_tally (
  tenant_id int not null references tenant,
  plan_year int not null,
  step text not null,
  next_due date not null,
  projects bigint not null,
  primary key (tenant_id, plan_year, step, next_due)
);
create table age_tally (
  tenant_id int not null references tenant,
  plan_year int not null,
  step text not null,
  since date not null,
  projects bigint not null,
  primary key (tenant_id, plan_year, step, since)
);
-- Approved budget lines that still bind money, and what the ledger says was spent, by year.
create table year_tally (
  tenant_id int not null references tenant,
  year int not null,
  budgeted numeric(20,2) not null default 0,
  spent numeric(20,2) not null default 0,
  primary key (tenant_id, year)
);
do $$
declare t text;
begin
  foreach t in array array['due_tally', 'step_tally', 'age_tally', 'year_tally'] loop
    execute format('call app.protect(%L, null, false)', t);
    execute format('revoke insert, update on %I from app_city', t);
  end loop;
end $$;

create function app.count_dates(p project, more int) returns void language sql
  security definer set search_path = public, pg_temp as $$
  insert into due_tally select p.tenant_id, p.next_due, more where p.next_due is not null
  on conflict (tenant_id, next_due) do update set projects = due_tally.projects + excluded.projects;
  insert into step_tally select p.tenant_id, p.plan_year, p.step, p.next_due, more
  where p.step is not null and p.next_due is not null
  on conflict (tenant_id, plan_year, step, next_due) do update set projects = step_tally.projects + excluded.projects;
  insert into age_tally select p.tenant_id, p.plan_year, p.step, p.step_since, more
  where p.step is not null and p.step_since is not null
  on conflict (tenant_id, plan_year, step, since) do update set projects = age_tally.projects + excluded.projects;
$$;
create function app.keep_dates() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then perform app.count_dates(old, -1); end if;
  if tg_op <> 'DELETE' then perform app.count_dates(new, 1); end if;
  return null;
end $$;
create trigger keep_dates_new after insert or delete on project for each row execute function app.keep_dates();
create trigger keep_dates_changed after update on project for each row
  when ((old.plan_year, old.step, old.step_since, old.next_due) is distinct from (new.plan_year, new.step, new.step_since, new.next_due))
  execute function app.keep_dates();

create function app.count_year(city int, which int, budget numeric, spend numeric) returns void language sql
  security definer set search_path = public, pg_temp as $$
  insert into year_tally values (city, which, budget, spend)
  on conflict (tenant_id, year) do update set budgeted = year_tally.budgeted + excluded.budgeted, spent = year_tally.spent + excluded.spent
$$;
create function app.keep_budget() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'INSERT' and old.approved and not old.released then perform app.count_year(old.tenant_id, old.year, - old.amount, 0); end if;
  if tg_op <> 'DELETE' and new.approved and not new.released then perform app.count_year(new.tenant_id, new.year, new.amount, 0); end if;
  return null;
end $$;
create trigger keep_budget after insert or update or delete on budget_line for each row execute function app.keep_budget();
create function app.keep_spent() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  perform app.count_year(new.tenant_id, new.year, 0, new.amount);
  return null;
end $$;
create trigger keep_spent after insert on ledger for each row execute function app.keep_spent();

do $$
declare f text;
begin
  foreach f in array array['count_dates', 'keep_dates', 'count_year', 'keep_budget', 'keep_spent'] loop
    execute format('alter function app.%I owner to app_admin', f);
    execute format('revoke execute on function app.%I from public', f);
  end loop;
end $$;

-- What is there already.
set local role app_admin;
insert into due_tally select tenant_id, next_due, count(*) from project where next_due is not null group by 1, 2;
insert into step_tally select tenant_id, plan_year, step, next_due, count(*) from project
  where step is not null and next_due is not null group by 1, 2, 3, 4;
insert into age_tally select tenant_id, plan_year, step, step_since, count(*) from project
  where step is not null and step_since is not null group by 1, 2, 3, 4;
insert into year_tally
  select tenant_id, year, sum(budgeted), sum(spent) from (
    select tenant_id, year, amount as budgeted, 0 as spent from budget_line where approved and not released
    union all select tenant_id, year, 0, amount from ledger) part group by 1, 2;
reset role;

-- The last determination of a year, and the first deadlines of a city, each at the end of an index.
create index project_determined on project (tenant_id, plan_year, determined_on) where determined_on is not null;
drop index deadline_open;
create index deadline_open on deadline (tenant_id, due_on, id) where stopped_on is null;
