-- Proposals, the joint meeting and the determination: what 0005 left open.

-- Who could take the seats of a city's joint meeting: how many, not who signs in how. A city asks
-- about itself, the region about any city.
drop function app.seats();
create function app.seats(city int) returns table (role text, people bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.role, count(*) from account a
  where a.tenant_id = city and a.active and a.role in ('CHR', 'CFI', 'CHE', 'CEM')
    and (city = app.tenant() or current_setting('role', true) = 'app_region')
  group by a.role
$$;
alter function app.seats owner to app_admin;
revoke execute on function app.seats from public;
grant execute on function app.seats to app_city, app_region;

-- What the secretary adds to the minutes by hand, and whether the record was corrected after the
-- text was drafted: the text must then be drafted again before anybody can confirm it.
alter table meeting
  add column extra text not null default '',
  add column corrected boolean not null default false;

-- What the frozen list said when the project was put on the agenda: a later list changes nothing here.
alter table item
  add column plan_year int,
  add column proposed numeric(18,2),
  add column first_year numeric(18,2);

-- 联席会议意见 of Annex 1 (R147): the applicant reads it, no other organisation.
create table meeting_opinion (
  tenant_id int not null default app.tenant(),
  project_id bigint not null,
  item_id bigint not null,
  opinion text not null,
  person text not null,
  given_on date not null,
  primary key (tenant_id, project_id),
  foreign key (tenant_id, project_id) references project (tenant_id, id),
  foreign key (tenant_id, item_id) references item (tenant_id, id)
);
call app.protect('meeting_opinion', 'project_id', false);
revoke insert, update on meeting_opinion from app_case;
create policy applicant on meeting_opinion for select to app_org
  using (exists (select from project p where p.tenant_id = meeting_opinion.tenant_id and p.id = meeting_opinion.project_id and p.applicant_id = app.org()));
grant select on meeting_opinion to app_org;

-- A project is determined by a resolution that is in force, and by nothing else (R013, I5): an
-- adopted line of the same city and amount, in a meeting whose minutes all four seats confirmed. No
-- way leads past it to a later state. The operator's commands (demo, import of old years) name
-- resolutions from before this system.
create function app.is_determined(state text) returns boolean immutable parallel safe language sql
  return state in ('DETERMINED','FILED','BUDGETED','UNIT_SELECTED','CONTRACTED','IN_PROGRESS',
    'COMPLETED','PASSED','FAILED_FINAL','CLOSED','CLOSED_FAILED','TERMINATED');
create or replace function app.needs_resolution() returns trigger language plpgsql as $$
begin
  if current_user not in ('app_city', 'app_case') then
    return new;
  end if;
  if tg_op = 'INSERT' or new.state <> 'DETERMINED' or not exists (
    select from item i join meeting m on m.tenant_id = i.tenant_id and m.id = i.meeting_id
    where i.tenant_id = new.tenant_id and i.project_id = new.id and i.kind = 'PROJECT' and not i.dropped
      and i.outcome = 'ADOPTED' and i.motion = 'APPROVE' and i.resolution = new.resolution
      and i.amount = new.approved and m.state = 'MINUTES_CONFIRMED'
      and (select count(*) from seat s where s.tenant_id = m.tenant_id and s.meeting_id = m.id
             and s.confirmation = 'CONFIRMED' and s.confirmed_by is not null) = 4) then
    raise exception 'no adopted resolution for project %', new.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
drop trigger needs_resolution on project;
create trigger needs_resolution before update of state on project for each row
  when (not app.is_determined(old.state) and app.is_determined(new.state)) execute function app.needs_resolution();
create trigger needs_resolution_at_birth before insert on project for each row
  when (app.is_determined(new.state)) execute function app.needs_resolution();
