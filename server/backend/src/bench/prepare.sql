-- What `yufang bench seed` works with: the demo, kept as a pattern, and functions that copy it. The rows
-- of the demo were written by the real use cases, so each copy is as consistent as they are.
--
-- A copy `c` of the pattern has the numbers of the pattern plus c * 10000, so every reference inside a
-- project holds. Organisations are copied once for every ten copies: each carries some thirty projects.

create schema bench;
-- made: copied projects that are there; growing: somebody is at it, or was broken off.
create table bench.state (templates int not null, made int not null, growing boolean not null);
insert into bench.state select count(*), 0, false from project;
create table bench.template as
  select p.tenant_id, p.id as project_id, (row_number() over (order by p.id))::int as rank from project p;

-- The pattern of a table, each row with the place of its project in the order of copying.
create procedure bench.keep(t text) language plpgsql as $$
begin
  execute format('create table bench.%1$I as select k.rank, x.* from public.%1$I x
    join bench.template k on k.tenant_id = x.tenant_id and k.project_id = x.project_id', t);
end $$;

create table bench.kept (name text primary key, heavy boolean not null);
insert into bench.kept values ('deadline', true), ('budget_line', false), ('agreement', false), ('signature', false),
  ('filing', true), ('payment', false), ('claim', false), ('ledger', false), ('acceptance', false), ('report', false);
do $$
declare t text;
begin
  for t in select name from bench.kept loop call bench.keep(t); end loop;
end $$;
create table bench.project as select k.rank, p.* from project p join bench.template k on k.project_id = p.id;
create table bench.organisation as select * from organisation;
create table bench.payee_account as select * from payee_account;
create table bench.fund_base as select tenant_id, year, levy, remitted from fund_base;
create table bench.fund_entry as select tenant_id, id, levy, remitted from fund_entry;
create table bench.fee_plan as select tenant_id, year, amount from fee_plan;

-- The history of a project in at most four rows: what moved in between is told by the last of them, from
-- its first value to its last. A project that has not moved yet keeps its last row.
create table bench.event as
  with told as (
    select e.*, facts ? 'moved' as moves, ntile(4) over (partition by project_id, facts ? 'moved' order by id) as part
    from event e where project_id is not null),
  kept as (
    select * from told t where moves
      or part = 4 and not exists (select from told m where m.project_id = t.project_id and m.moves)),
  moved as (
    select project_id, part, key, (array_agg(value -> 0 order by kept.id))[1] as before, (array_agg(value -> 1 order by kept.id desc))[1] as after
    from kept cross join lateral jsonb_each(facts -> 'moved') group by 1, 2, 3),
  merged as (
    select project_id, part, jsonb_object_agg(key, jsonb_build_array(before, after)) as moved from moved group by 1, 2),
  last as (select distinct on (project_id, part) * from kept order by project_id, part, id desc)
  select k.rank, row_number() over (order by l.id) as no, l.*, m.moved
  from last l join bench.template k on k.project_id = l.project_id left join merged m on m.project_id = l.project_id and m.part = l.part;

-- One scanned page for each agreement, so that there are papers to search. Its content lies nowhere.
create table bench.paper as
  select a.rank, a.tenant_id, row_number() over (order by a.rank) as no, a.project_id, coalesce(a.signed_on, a.start_on) as day
  from bench.agreement a;

create table bench.index (name text primary key, definition text not null);

-- Two characters for a number: names of companies, and names of courses.
create function bench.word(n int) returns text immutable parallel safe language sql as $$
  select substr('宏泰鑫盛恒瑞金源华远天顺隆达永兴嘉禾博创新安同德广厦长青国信中旭东方海纳万和力通', n % 46 + 1, 1)
    || substr('昌茂锦程龙凤麒麟腾辉鹏飞光耀祥云吉庆福润丰泽利民惠众诚毅联合正大成业晟旺', n / 46 % 42 + 1, 1)
$$;
create function bench.course(n int) returns text immutable parallel safe language sql as $$
  select substr('春夏秋冬晨曦朝霞星河雪松胡杨白桦沙棘青山绿水牧歌马兰长调敖包苍狼鸿雁', n % 36 + 1, 1)
    || substr('甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥乾坤震巽坎离艮兑', n / 36 % 30 + 1, 1)
$$;

-- A credit code with its check character (GB 32100-2015).
create function bench.credit(head text) returns text immutable parallel safe language plpgsql as $$
declare
  letters constant text := '0123456789ABCDEFGHJKLMNPQRTUWXY';
  sum int := 0;
  weight int := 1;
begin
  for i in 1..17 loop
    sum := sum + (strpos(letters, substr(head, i, 1)) - 1) * weight;
    weight := weight * 3 % 31;
  end loop;
  return head || substr(letters, (31 - sum % 31) % 31 + 1, 1);
end $$;

-- The value of a column of a copy: numbers moved, names of its own, no transaction of the pattern.
create function bench.value(col text, kind text) returns text immutable language sql as $$
  select case
    when col in ('project_id', 'id', 'payment_id', 'agreement_id', 'claim_id', 'reverses') then format('x.%I + c * 10000::bigint', col)
    when col in ('payee_id', 'org_id', 'account_id') then format('x.%I + o * 10000::bigint', col)
    when kind = 'xid8' then 'null'
    when col = 'voucher' then $q$case when x.voucher = '' then '' else x.voucher || '-' || c end$q$
    when col in ('payee_name', 'party', 'body', 'reason') and kind = 'text' then format('replace(x.%I, ''演示'', w)', col)
    else format('x.%I', col) end
$$;

create procedure bench.copy(t text, low int, high int, wanted int) language plpgsql as $$
declare cols text; vals text;
begin
  perform set_config('session_replication_role', 'replica', true);
  -- An evaluator and a signatory are persons, not companies.
  select string_agg(quote_ident(attname), ', ' order by attnum),
    string_agg(case when attname = 'account_id' and t <> 'payment' then 'x.account_id'
      else bench.value(attname, format_type(atttypid, null)) end, ', ' order by attnum)
  into cols, vals
  from pg_attribute where attrelid = format('public.%I', t)::regclass and attnum > 0 and not attisdropped and attgenerated = '';
  execute format('insert into public.%1$I (%2$s)
    select %3$s from (select c, (c + 9) / 10 as o, bench.word((c + 9) / 10) as w from generate_series($1, $2) c offset 0) c
    cross join bench.%1$I x where (c - 1) * (select templates from bench.state) + x.rank between (select made + 1 from bench.state) and $3', t, cols, vals)
  using low, high, wanted;
end $$;

create procedure bench.copy_projects(low int, high int, wanted int) language plpgsql as $$
begin
  perform set_config('session_replication_role', 'replica', true);
  insert into organisation (id, credit_code, name, kind, created_at, registered_on)
  select x.id + o * 10000::bigint, bench.credit(substr(x.credit_code, 1, 8) || lpad((x.id + o * 100)::text, 9, '0')),
    replace(x.name, '演示', bench.word(o)), x.kind, x.created_at, x.registered_on
  from generate_series((low + 9) / 10, (high + 9) / 10) o cross join bench.organisation x on conflict do nothing;
  insert into payee_account
  select (jsonb_populate_record(x, jsonb_build_object('id', x.id + o * 10000::bigint, 'org_id', x.org_id + o * 10000::bigint,
    'name', replace(x.name, '演示', bench.word(o))))).*
  from generate_series((low + 9) / 10, (high + 9) / 10) o cross join bench.payee_account x on conflict do nothing;
  insert into project (tenant_id, id, plan_year, code, name, kind, mode, category, state, industry, county, key_area, applicant_id, unit_id,
    applicant_name, unit_name, requested, approved, resolution, determined_on, start_on, end_on, agreement_amount, prepaid, balance_paid,
    balance_due, deducted, recover, acceptance_state, step, step_since, holder, next_due, next_due_kind, next_due_provisional, version,
    created_at, updated_at, updated_by, submitted, recovered)
  select tenant_id, id + c * 10000::bigint, plan_year,
    regexp_replace(code, '\d+$', '') || (c * 100 + substring(code from '\d+$')::int % 100), name || '（' || bench.course(c) || '班）',
    kind, mode, category, state, industry, county, key_area, applicant_id + o * 10000::bigint, unit_id + o * 10000::bigint,
    replace(applicant_name, '演示', w), replace(unit_name, '演示', w), requested, approved, resolution, determined_on, start_on, end_on,
    agreement_amount, prepaid, balance_paid, balance_due, deducted, recover, acceptance_state, step, step_since, replace(holder, '演示', w),
    next_due, next_due_kind, next_due_provisional, version, created_at, updated_at - (c * 7919 % 43200) * interval '1 minute', updated_by, submitted, recovered
  from (select c, (c + 9) / 10 as o, bench.word((c + 9) / 10) as w from generate_series(low, high) c offset 0) c
  cross join bench.project x where (c - 1) * (select templates from bench.state) + x.rank between (select made + 1 from bench.state) and wanted;
end $$;

create procedure bench.copy_history(low int, high int, wanted int) language plpgsql as $$
begin
  perform set_config('session_replication_role', 'replica', true);
  insert into event (tenant_id, id, at, account_id, who, role, action, project_id, project_name, plan_year, orgs, text, clause, facts, internal, meeting_id, private, restricted)
  select tenant_id, no + c * 10000::bigint, at - c * interval '400 milliseconds', account_id, replace(who, '演示', w), role, action, project_id + c * 10000::bigint,
    project_name || '（' || bench.course(c) || '班）', plan_year, (select coalesce(array_agg(org + o * 10000::bigint), '{}') from unnest(orgs) org),
    replace(text, '演示', w), clause,
    case when moved is null then facts else replace((facts || jsonb_build_object('moved', moved))::text, '演示', w)::jsonb end,
    internal, meeting_id, private, restricted
  from (select c, (c + 9) / 10 as o, bench.word((c + 9) / 10) as w from generate_series(low, high) c offset 0) c
  cross join bench.event x where (c - 1) * (select templates from bench.state) + x.rank between (select made + 1 from bench.state) and wanted;
  insert into paper (tenant_id, id, project_id, kind, part, name, mime, bytes, hash, key, added_on, added_by, added_name, added_role, stage)
  select tenant_id, no + c * 10000::bigint, project_id + c * 10000::bigint, 'SIGNATURE', 'AGENCY', '服务协议签字盖章页（' || bench.course(c) || '班）.pdf',
    'application/pdf', 1000, repeat('0', 64), 'bench/' || (no + c * 10000::bigint), day, 0, '测速', 'AGC', 'CONTRACTED'
  from generate_series(low, high) c
  cross join bench.paper x where (c - 1) * (select templates from bench.state) + x.rank between (select made + 1 from bench.state) and wanted;
end $$;

-- Secondary indexes are built once at the end: that is several times quicker than keeping them.
create view bench.copied as
  select name from bench.kept union values ('project'), ('event'), ('paper'), ('organisation');
create procedure bench.drop_indexes() language plpgsql as $$
declare i record;
begin
  -- Nobody reads meanwhile; everything is vacuumed and analysed at the end.
  for i in select name from bench.copied loop
    execute format('alter table public.%I set (autovacuum_enabled = off)', i.name);
  end loop;
  for i in
    select c.relname, pg_get_indexdef(x.indexrelid) as definition from pg_index x join pg_class c on c.oid = x.indexrelid
    where x.indrelid in (select format('public.%I', name)::regclass from bench.copied)
      and not exists (select from pg_constraint k where k.conindid = x.indexrelid)
  loop
    insert into bench.index values (i.relname, i.definition) on conflict do nothing;
    execute format('drop index public.%I', i.relname);
  end loop;
end $$;

-- What follows from the rows: sums, the base of the caps, the fee plans, and where numbers go on.
create procedure bench.settle(wanted int) language plpgsql as $$
declare
  t text;
  times int;
begin
  perform set_config('session_replication_role', 'replica', true);
  update bench.state set made = greatest(made, wanted), growing = false returning (made + templates - 1) / templates + 1 into times;
  insert into tally (tenant_id, plan_year, state, step, projects, agreement, prepaid, balance_paid, balance_due, deducted)
  select tenant_id, plan_year, state, coalesce(step, ''), count(*), sum(agreement_amount), sum(prepaid), sum(balance_paid), sum(balance_due), sum(deducted)
  from project where submitted group by 1, 2, 3, 4
  on conflict (tenant_id, plan_year, state, step) do update set projects = excluded.projects, agreement = excluded.agreement,
    prepaid = excluded.prepaid, balance_paid = excluded.balance_paid, balance_due = excluded.balance_due, deducted = excluded.deducted;
  delete from due_tally;
  insert into due_tally select tenant_id, next_due, count(*) from project where next_due is not null group by 1, 2;
  delete from step_tally;
  insert into step_tally select tenant_id, plan_year, step, next_due, count(*) from project
  where step is not null and next_due is not null group by 1, 2, 3, 4;
  delete from age_tally;
  insert into age_tally select tenant_id, plan_year, step, step_since, count(*) from project
  where step is not null and step_since is not null group by 1, 2, 3, 4;
  delete from year_tally;
  insert into year_tally select tenant_id, year, sum(budgeted), sum(spent) from (
    select tenant_id, year, amount as budgeted, 0 as spent from budget_line where approved and not released
    union all select tenant_id, year, 0, amount from ledger) part group by 1, 2;
  update fund_base f set levy = b.levy * times, remitted = b.remitted * times
  from bench.fund_base b where b.tenant_id = f.tenant_id and b.year = f.year;
  update fund_entry f set levy = b.levy * times, remitted = b.remitted * times
  from bench.fund_entry b where b.tenant_id = f.tenant_id and b.id = f.id;
  update fee_plan f set amount = b.amount * times
  from bench.fee_plan b where b.tenant_id = f.tenant_id and b.year = f.year;
  for t in select name from bench.copied loop
    execute format('alter table public.%I reset (autovacuum_enabled)', t);
  end loop;
  -- What the program writes from now on stands far behind every copy there may ever be.
  for t in select c.table_name from information_schema.columns c
    where c.table_schema = 'public' and c.column_name = 'id' and c.is_identity = 'YES'
      and c.table_name in (select name from bench.kept union values ('project'), ('event'), ('paper'), ('organisation'), ('payee_account'))
  loop
    perform setval(pg_get_serial_sequence(format('public.%I', t), 'id'),
      greatest(nextval(pg_get_serial_sequence(format('public.%I', t), 'id')), 2000000000));
  end loop;
end $$;

-- The sums kept ready, against the rows they stand for.
create function bench.check_sums() returns table (fault text) language sql as $$
  select format('projects of %s due on %s', tenant_id, next_due)
    from (select * from due_tally where projects <> 0) t
    full join (select tenant_id, next_due, count(*) as n from project where next_due is not null group by 1, 2) p using (tenant_id, next_due)
    where projects is distinct from n
  union all
  select format('ages of %s %s %s since %s', tenant_id, plan_year, step, since)
    from (select * from age_tally where projects <> 0) t
    full join (select tenant_id, plan_year, step, step_since as since, count(*) as n from project
      where step is not null and step_since is not null group by 1, 2, 3, 4) p using (tenant_id, plan_year, step, since)
    where projects is distinct from n
  union all
  select format('steps of %s %s %s on %s', tenant_id, plan_year, step, next_due)
    from (select * from step_tally where projects <> 0) t
    full join (select tenant_id, plan_year, step, next_due, count(*) as n from project where step is not null and next_due is not null group by 1, 2, 3, 4) p
      using (tenant_id, plan_year, step, next_due)
    where projects is distinct from n
  union all
  select format('year of %s %s', tenant_id, year)
    from year_tally t
    full join (select tenant_id, year, sum(amount) as b from budget_line where approved and not released group by 1, 2) b using (tenant_id, year)
    full join (select tenant_id, year, sum(amount) as s from ledger group by 1, 2) l using (tenant_id, year)
    where (coalesce(budgeted, 0), coalesce(spent, 0)) is distinct from (coalesce(b, 0), coalesce(s, 0))
$$;

-- What is wrong with the rows, one line each; empty = nothing.
create function bench.check() returns table (fault text) language sql as $$
  select 'I11: the ledger does not prove project ' || p.id from project p
    left join (select tenant_id, project_id, sum(amount) as sum from ledger group by 1, 2) l on l.tenant_id = p.tenant_id and l.project_id = p.id
    where p.prepaid + p.balance_paid - p.recovered <> coalesce(l.sum, 0)
  union all
  select 'I11: the ledger does not prove claim ' || c.id from claim c
    where c.recovered <> (select coalesce(- sum(l.amount), 0) from ledger l where l.tenant_id = c.tenant_id and l.claim_id = c.id)
  union all
  select format('tally of %s %s %s %s', tenant_id, plan_year, state, step)
    from (select tenant_id, plan_year, state, step, projects, agreement, prepaid, balance_paid, balance_due, deducted from tally where projects > 0) t
    full join (select tenant_id, plan_year, state, coalesce(step, '') as step, count(*) as n, sum(agreement_amount) as a, sum(prepaid) as p, sum(balance_paid) as b, sum(balance_due) as d, sum(deducted) as x
      from project where submitted group by 1, 2, 3, 4) c using (tenant_id, plan_year, state, step)
    where (projects, agreement, t.prepaid, t.balance_paid, t.balance_due, t.deducted) is distinct from (n, a, p, b, d, x)
  union all
  select fault from bench.check_sums()
  union all
  select 'next deadline of project ' || p.id from project p
    left join (select tenant_id, project_id, min(due_on) as due from deadline where stopped_on is null group by 1, 2) d on d.tenant_id = p.tenant_id and d.project_id = p.id
    where p.next_due is distinct from d.due
  union all
  select 'payments of project ' || p.id from project p
    join (select tenant_id, project_id, sum(amount) as sum from payment where state = 'PAID' group by 1, 2) y on y.tenant_id = p.tenant_id and y.project_id = p.id
    where y.sum < p.prepaid + p.balance_paid
  union all
  select 'no such organisation: project ' || p.id from project p
    where not exists (select from organisation o where o.id = p.applicant_id) and p.applicant_id is not null
      or not exists (select from organisation o where o.id = p.unit_id) and p.unit_id is not null
  union all
  -- The history begins with nothing and ends with what the project is.
  select 'history of project ' || p.id from project p
    join lateral (select e.facts -> 'moved' -> 'state' ->> 1 as state from event e
      where e.tenant_id = p.tenant_id and e.project_id = p.id and e.facts -> 'moved' ? 'state' order by e.id desc limit 1) e on true
    where e.state is distinct from p.state and p.state <> 'CANCELLED'
$$;
