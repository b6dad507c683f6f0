-- What the region looked like on any past day.
--
-- One row per change of what the dashboards count of a project, written by the database when the
-- transaction that changed it ends, at the moment the transaction itself gave (project.updated_at).
-- The history tells who did what; it cannot tell how each project stood without reading all of it, it
-- says nothing of due days, and parts of it are hidden from some of those who may see these sums.

alter table project add column next_due_assumed date;  -- until when the next due day is an assumption (A05)
grant update (next_due_assumed) on project to app_reference;

create table project_past (
  tenant_id int not null references tenant,
  project_id bigint not null,
  since timestamptz not null,
  until timestamptz,                        -- null: it still stands so
  plan_year int not null,
  state text not null,
  step text,
  step_since date,
  determined_on date,
  agreement numeric(18,2) not null,
  prepaid numeric(18,2) not null,
  balance_paid numeric(18,2) not null,
  balance_due numeric(18,2) not null,
  deducted numeric(18,2) not null,
  next_due date,
  next_due_kind text,
  next_due_provisional boolean not null,
  next_due_assumed date,
  primary key (tenant_id, project_id, since),
  foreign key (tenant_id, project_id) references project (tenant_id, id) on delete cascade,
  check (until > since)
);
create unique index project_past_now on project_past (tenant_id, project_id) where until is null;
create index project_past_year on project_past (tenant_id, plan_year, since);
create index project_past_due on project_past (tenant_id, next_due) where next_due is not null;

-- What a project's budget took of the cap of a year.
create table budget_past (
  tenant_id int not null references tenant,
  project_id bigint not null,
  year int not null,
  since timestamptz not null,
  until timestamptz,
  amount numeric(18,2) not null check (amount >= 0),
  primary key (tenant_id, project_id, year, since),
  foreign key (tenant_id, project_id) references project (tenant_id, id) on delete cascade,
  check (until > since)
);
create unique index budget_past_now on budget_past (tenant_id, project_id, year) where until is null;
create index budget_past_year on budget_past (tenant_id, year, since);

-- Read by who sees the region's and the city's sums; written by the triggers only.
call app.protect('project_past', null, false);
call app.protect('budget_past', null, false);
revoke insert, update on project_past, budget_past from app_city;

-- The row as it stands at the end of a transaction. A draft is nobody's but its applicant's: it leaves
-- no trace here. A clock that stands still or goes back corrects the newest row.
create function app.keep_project_past() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  now_row project_past;
  was project_past;
begin
  select p.tenant_id, p.id, p.updated_at, null, p.plan_year, p.state, p.step, p.step_since, p.determined_on,
    p.agreement_amount, p.prepaid, p.balance_paid, p.balance_due, p.deducted,
    p.next_due, p.next_due_kind, p.next_due_provisional, p.next_due_assumed
  into now_row from project p where p.tenant_id = new.tenant_id and p.id = new.id and p.submitted;
  if not found then return null; end if;
  select * into was from project_past o
  where o.tenant_id = new.tenant_id and o.project_id = new.id and o.until is null;
  if found then
    if was.since >= now_row.since then
      now_row.since := was.since;
      delete from project_past o
      where o.tenant_id = was.tenant_id and o.project_id = was.project_id and o.until is null;
    else
      now_row.until := null;
      was.until := now_row.since;
      if (was.plan_year, was.state, was.step, was.step_since, was.determined_on, was.agreement, was.prepaid,
          was.balance_paid, was.balance_due, was.deducted, was.next_due, was.next_due_kind,
          was.next_due_provisional, was.next_due_assumed)
        is not distinct from (now_row.plan_year, now_row.state, now_row.step, now_row.step_since,
          now_row.determined_on, now_row.agreement, now_row.prepaid, now_row.balance_paid,
          now_row.balance_due, now_row.deducted, now_row.next_due, now_row.next_due_kind,
          now_row.next_due_provisional, now_row.next_due_assumed) then
        return null;
      end if;
      update project_past o set until = now_row.since
      where o.tenant_id = was.tenant_id and o.project_id = was.project_id and o.until is null;
    end if;
  end if;
  insert into project_past values (now_row.*);
  return null;
end $$;

create function app.keep_budget_past() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  at timestamptz;
  taken numeric;
  was budget_past;
begin
  select p.updated_at, case when l.approved and not l.released then l.amount else 0 end into at, taken
  from budget_line l join project p on p.tenant_id = l.tenant_id and p.id = l.project_id
  where l.tenant_id = new.tenant_id and l.project_id = new.project_id and l.year = new.year;
  if not found then return null; end if;
  select * into was from budget_past o
  where o.tenant_id = new.tenant_id and o.project_id = new.project_id and o.year = new.year and o.until is null;
  if not found then
    if taken > 0 then
      insert into budget_past values (new.tenant_id, new.project_id, new.year, at, null, taken);
    end if;
  elsif was.amount <> taken then
    if was.since >= at then
      update budget_past o set amount = taken
      where o.tenant_id = new.tenant_id and o.project_id = new.project_id and o.year = new.year and o.until is null;
    else
      update budget_past o set until = at
      where o.tenant_id = new.tenant_id and o.project_id = new.project_id and o.year = new.year and o.until is null;
      insert into budget_past values (new.tenant_id, new.project_id, new.year, at, null, taken);
    end if;
  end if;
  return null;
end $$;

-- Rows from before these tables, out of the history: what an event moved has a before and an after, so
-- a fact at a moment is what the next event that moved it found, or what it is today. What no event
-- tells is taken from the rows: the determination from its day, a due day from the deadlines that ran.
create function app.fact_at(t int, p bigint, fact text, at timestamptz, today text) returns text
  language plpgsql stable set search_path = public, pg_temp as $$
declare found_one record;
begin
  for found_one in select e.facts->'moved'->fact->>0 as was from event e
    where e.tenant_id = t and e.project_id = p and e.at > fact_at.at and e.facts->'moved' ? fact
    order by e.at, e.id limit 1
  loop
    return found_one.was;
  end loop;
  return today;
end $$;

create function app.step_of(state text, acceptance text) returns text language sql immutable as $$
  select case
    when state = 'CLOSED' then 'PAID'
    when state = 'PASSED' then 'PASSED'
    when state <> 'COMPLETED' then null
    when acceptance in ('APPLIED', 'RETURNED') then 'APPLIED'
    when acceptance = 'RECEIVED' then 'RECEIVED'
    when acceptance = 'EVALUATING' then 'EVALUATING'
    when acceptance in ('FAILED_R1', 'RECTIFYING', 'OVERDUE', 'REFUSED') then 'RECTIFYING'
    when acceptance = 'RE_APPLIED' then 'RE_EVALUATING'
  end
$$;

create procedure app.rebuild_past() language plpgsql set search_path = public, pg_temp as $$
begin
  insert into project_past
  with moment as (
    select p.tenant_id, p.id, e.at from project p
    join event e on e.tenant_id = p.tenant_id and e.project_id = p.id
    where p.submitted
    union
    select p.tenant_id, p.id, p.determined_on::timestamp at time zone 'Asia/Shanghai' from project p
    where p.submitted and p.determined_on is not null
    union
    select p.tenant_id, p.id, p.updated_at from project p
    where p.submitted and not exists (select from event e where e.tenant_id = p.tenant_id and e.project_id = p.id)
  ), fact as (
    select m.at, p.*,
      app.fact_at(p.tenant_id, p.id, 'state', m.at, p.state) as was_state,
      app.fact_at(p.tenant_id, p.id, 'acceptance', m.at, p.acceptance_state) as was_acceptance,
      (m.at at time zone 'Asia/Shanghai')::date as day
    from moment m join project p on p.tenant_id = m.tenant_id and p.id = m.id
  ), stood as (
    select f.*, case
        when f.determined_on > f.day and f.was_state not in ('DRAFT', 'SUBMITTED', 'SUPPLEMENT', 'ACCEPTED', 'PROPOSED')
          then 'PROPOSED' else f.was_state end as real_state
    from fact f
  ), stepped as (
    select s.*, app.step_of(s.real_state, s.was_acceptance) as real_step from stood s
    where s.real_state <> 'DRAFT'
  ), run as (
    select s.*, sum(case when changed then 1 else 0 end) over w as no from (
      select s.*, s.real_step is distinct from lag(s.real_step) over (partition by s.tenant_id, s.id order by s.at) as changed
      from stepped s) s
    window w as (partition by s.tenant_id, s.id order by s.at)
  )
  select r.tenant_id, r.id, r.at, lead(r.at) over (partition by r.tenant_id, r.id order by r.at),
    r.plan_year, r.real_state, r.real_step,
    case when r.real_step is not null then min(r.day) over (partition by r.tenant_id, r.id, r.no) end,
    case when r.determined_on <= r.day then r.determined_on end,
    app.fact_at(r.tenant_id, r.id, 'agreement', r.at, r.agreement_amount::text)::numeric,
    app.fact_at(r.tenant_id, r.id, 'prepaid', r.at, r.prepaid::text)::numeric,
    app.fact_at(r.tenant_id, r.id, 'balance_paid', r.at, r.balance_paid::text)::numeric,
    app.fact_at(r.tenant_id, r.id, 'balance_due', r.at, r.balance_due::text)::numeric,
    app.fact_at(r.tenant_id, r.id, 'deducted', r.at, r.deducted::text)::numeric,
    d.due_on, d.kind, coalesce(d.provisional, false), d.assumed_until
  from run r left join lateral (
    select d.* from deadline d where d.tenant_id = r.tenant_id and d.project_id = r.id
      and d.started_on <= r.day and (d.stopped_on is null or d.stopped_on > r.day)
    order by d.due_on, d.id limit 1) d on true;
  insert into budget_past
  select l.tenant_id, l.project_id, l.year,
    coalesce((select min(e.at) from event e where e.tenant_id = l.tenant_id and e.project_id = l.project_id and e.action = 'approve_budget'),
      p.updated_at), null, l.amount
  from budget_line l join project p on p.tenant_id = l.tenant_id and p.id = l.project_id
  where l.approved and not l.released;
end $$;
grant execute on function app.fact_at, app.step_of to app_admin;
grant execute on procedure app.rebuild_past to app_admin;
set local role app_admin;
-- What the next open deadline of a project is, for rows from before this column.
update project p set next_due_assumed = (select d.assumed_until from deadline d
  where d.tenant_id = p.tenant_id and d.project_id = p.id and d.stopped_on is null order by d.due_on, d.id limit 1)
where exists (select from deadline d where d.tenant_id = p.tenant_id and d.project_id = p.id
  and d.stopped_on is null and d.assumed_until is not null);
call app.rebuild_past();
reset role;

do $$
declare f text;
begin
  foreach f in array array['keep_project_past()', 'keep_budget_past()'] loop
    execute format('alter function app.%s owner to app_admin', f);
    execute format('revoke execute on function app.%s from public', f);
  end loop;
  revoke execute on function app.fact_at, app.step_of from public;
  revoke execute on procedure app.rebuild_past from public;
end $$;

-- At the end of the transaction: a project is often saved more than once in one.
create constraint trigger keep_past_new after insert on project
  deferrable initially deferred for each row execute function app.keep_project_past();
create constraint trigger keep_past_changed after update on project
  deferrable initially deferred for each row
  when ((old.plan_year, old.state, old.step, old.step_since, old.determined_on, old.agreement_amount, old.prepaid,
      old.balance_paid, old.balance_due, old.deducted, old.next_due, old.next_due_kind,
      old.next_due_provisional, old.next_due_assumed)
    is distinct from (new.plan_year, new.state, new.step, new.step_since, new.determined_on, new.agreement_amount,
      new.prepaid, new.balance_paid, new.balance_due, new.deducted, new.next_due, new.next_due_kind,
      new.next_due_provisional, new.next_due_assumed))
  execute function app.keep_project_past();
create constraint trigger keep_past after insert or update on budget_line
  deferrable initially deferred for each row execute function app.keep_budget_past();
