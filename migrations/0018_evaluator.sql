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
