-- The acceptance to its end: when a fail report is served, what the unit answers, what it offers late;
-- who evaluates.

-- Served (A05): the day the report was sent, the day on which it counts as served, and the day on which
-- the unit acknowledged it, which is what served_on has meant so far.
alter table acceptance
  add column noticed_on date,
  add column presumed_on date,
  -- The one reminder (A06).
  add column reminded_on date,
  add column answer_by date,
  add column reminder text not null default '',
  -- A rectification offered after the period (2.5), and why the agency had it evaluated.
  add column late_on date,
  add column late_offer text not null default '',
  add column late_reason text not null default '';
set local role app_admin;
update acceptance set noticed_on = served_on, presumed_on = served_on where served_on is not null;
reset role;
alter table acceptance
  add constraint noticed_and_presumed check ((noticed_on is null) = (presumed_on is null) and presumed_on >= noticed_on),
  add constraint served_in_between check (served_on is null or served_on between noticed_on and presumed_on),
  add constraint reminded_once check ((reminded_on is null) = (answer_by is null) and (reminded_on is null) = (reminder = '')),
  add constraint offered_late check ((late_on is null) = (late_offer = '') and (late_reason = '' or late_on is not null));
-- What the agency alone does stays its own: reminding, finding a refusal, accepting what is late,
-- deciding. 0001 granted organisations' cases the whole row.
revoke update on acceptance from app_case;
grant update (state, round, organiser, applied_on, returned, received_on, evaluation_payer, noticed_on, presumed_on, served_on,
  rectification, rectified_on, settlement, late_on, late_offer) on acceptance to app_case;

-- A clock whose first day is an assumption until then: a receipt before that day moves it.
alter table deadline add column assumed_until date;

-- What the unit answers to a fail report: a plan, a word, a refusal in writing (A06).
create table rectification_answer (
  tenant_id int not null default app.tenant(),
  project_id bigint not null,
  no int not null check (no > 0),
  kind text not null check (kind in ('PLAN', 'REPLY', 'REFUSAL')),
  text text not null check (text <> ''),
  answered_on date not null,
  by_name text not null,
  by_org bigint not null references organisation,
  primary key (tenant_id, project_id, no),
  foreign key (tenant_id, project_id) references project (tenant_id, id)
);
create trigger never_changes before update or delete on rectification_answer for each row execute function app.never_changes();
call app.protect('rectification_answer', 'project_id', true);
-- Nobody answers for the unit, the agency least of all.
create policy own_answer on rectification_answer as restrictive for insert to app_case with check (by_org = app.org());
create policy not_the_agency on rectification_answer as restrictive for insert to app_city with check (false);

-- No refusal is found where the unit neither refused nor was silent after the reminder (A06), whatever
-- the use case thought.
create function app.refusal_is_founded() returns trigger language plpgsql as $$
begin
  if new.state = 'REFUSED' and old.state <> 'REFUSED'
     and coalesce((select a.kind from rectification_answer a where a.tenant_id = new.tenant_id and a.project_id = new.project_id
       order by a.no desc limit 1), '') <> 'REFUSAL'
     and (new.reminded_on is null or exists (select from rectification_answer a
       where a.tenant_id = new.tenant_id and a.project_id = new.project_id
         and (a.kind = 'PLAN' or a.answered_on >= new.reminded_on))) then
    raise exception 'the unit of project % has not refused', new.project_id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger founded before update on acceptance for each row execute function app.refusal_is_founded();

-- The pool of evaluators each city's agency keeps (A45): persons, so nobody's outside the city, except
-- that whoever organises an acceptance chooses from it (R092).
create table expert (
  tenant_id int not null default app.tenant() references tenant,
  account_id bigint not null references account,
  login text not null,
  name text not null,
  title text not null default '',
  employer text not null default '',        -- of the account, when it was entered
  speciality text not null check (length(speciality) between 1 and 100),
  version int not null default 1,
  kept_on date not null,
  kept_name text not null,
  removed_on date,
  removed_reason text not null default '',
  primary key (tenant_id, account_id),
  check ((removed_on is null) = (removed_reason = ''))
);
call app.protect('expert', null, false);
drop policy region on expert;
create policy organises on expert for select to app_org
  using (removed_on is null and exists (select from project p where p.tenant_id = expert.tenant_id
    and p.applicant_id = app.org() and p.mode = 'COMMISSIONED'));
create policy of_city on expert for select to app_case using (tenant_id = app.tenant());
grant select on expert to app_org, app_case;

-- Where an expert has been employed in the last two years, as often as it was entered: the newest version
-- counts, the older ones say what was known at an appointment.
create table expert_job (
  tenant_id int not null default app.tenant(),
  account_id bigint not null,
  version int not null,
  no int not null,
  employer text not null check (employer <> ''),
  org_id bigint references organisation,
  from_on date not null,
  to_on date check (to_on >= from_on),
  primary key (tenant_id, account_id, version, no),
  foreign key (tenant_id, account_id) references expert (tenant_id, account_id)
);
create trigger never_changes before update or delete on expert_job for each row execute function app.never_changes();
call app.protect('expert_job', null, false);
drop policy region on expert_job;
-- The applicant learns of a conflict with its own projects, and of no other employment.
create policy own_conflict on expert_job for select to app_org
  using (exists (select from project p where p.tenant_id = expert_job.tenant_id and p.applicant_id = app.org() and p.mode = 'COMMISSIONED'
    and (expert_job.org_id in (p.applicant_id, p.unit_id) or expert_job.employer in (p.applicant_name, p.unit_name))));
create policy of_city on expert_job for select to app_case using (tenant_id = app.tenant());
grant select on expert_job to app_org, app_case;

-- Each evaluator declares for himself whether he has a conflict, before the report (R092). What was
-- declared stays; only who had none may find out later that there is one.
alter table evaluator
  add column declared_on date,
  add column conflict boolean,
  add column declaration text not null default '',
  add constraint declared check ((declared_on is null) = (conflict is null) and (conflict is not true or declaration <> ''));
revoke update on evaluator from app_city, app_case;
grant update (declared_on, conflict, declaration) on evaluator to app_case;
create policy nobody_elses on evaluator as restrictive for update to app_case
  using (account_id = app.account()) with check (account_id = app.account());
create policy undeclared_at_first_case on evaluator as restrictive for insert to app_case with check (declared_on is null);
create policy undeclared_at_first on evaluator as restrictive for insert to app_city with check (declared_on is null);
create function app.declaration_stays() returns trigger language plpgsql as $$
begin
  if old.conflict then
    raise exception 'a conflict that was declared stays' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger stays before update on evaluator for each row execute function app.declaration_stays();

-- I8: nobody of applicant or unit evaluates, whatever the use case thought.
create function app.evaluates_others() returns trigger language plpgsql as $$
begin
  if exists (select from project p where p.tenant_id = new.tenant_id and p.id = new.project_id
      and new.org_id in (p.applicant_id, p.unit_id)) then
    raise exception 'an evaluator of project % is of applicant or unit', new.project_id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger others before insert on evaluator for each row execute function app.evaluates_others();
-- No report by somebody who has a conflict, or has not said that there is none.
create function app.reports_unconflicted() returns trigger language plpgsql as $$
begin
  if not exists (select from evaluator e where e.tenant_id = new.tenant_id and e.project_id = new.project_id
      and e.account_id = new.by_account and not e.conflict) then
    raise exception 'the report of project % needs a declaration', new.project_id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger unconflicted before insert on report for each row execute function app.reports_unconflicted();
