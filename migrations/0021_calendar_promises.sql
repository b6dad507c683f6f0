-- A published year also moves what rests on a count of working days without being a deadline: the day on
-- which a fail report counts as served (A05), and the days that a reminder (A06) or a hearing named.

create policy reference on acceptance to app_reference using (state = 'RECTIFYING') with check (state = 'RECTIFYING');
grant select (tenant_id, project_id, state, noticed_on, presumed_on, served_on, reminded_on, answer_by),
  update (presumed_on, answer_by) on acceptance to app_reference;

-- The first day of a clock moves only while it is an assumption, and stays one.
grant update (started_on, assumed_until) on deadline to app_reference;
create function app.start_is_assumed() returns trigger language plpgsql as $$
begin
  if current_user = 'app_reference' and (new.started_on, new.assumed_until) is distinct from (old.started_on, old.assumed_until)
     and (old.assumed_until is null or new.assumed_until is distinct from new.started_on) then
    raise exception 'the first day of deadline % is no assumption', new.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger start_is_assumed before update of started_on, assumed_until on deadline
  for each row execute function app.start_is_assumed();
-- Where it moved with the last day: the first day it had.
alter table deadline_move add column old_start date;

-- A day that was named to somebody in writing gets later, never earlier.
create function app.promise_gets_later() returns trigger language plpgsql as $$
begin
  if current_user = 'app_reference' and (to_jsonb(new) ->> tg_argv[0])::date < (to_jsonb(old) ->> tg_argv[0])::date then
    raise exception 'a day named in writing does not get earlier' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger gets_later before update on acceptance for each row execute function app.promise_gets_later('answer_by');
create trigger gets_later before update on ban_case for each row execute function app.promise_gets_later('hear_until');

create policy reference on ban_case to app_reference using (state = 'PROPOSED') with check (state = 'PROPOSED');
grant select (tenant_id, id, org_id, org_name, state, proposed_on, hear_until, hear_provisional, version),
  update (hear_until, hear_provisional, version) on ban_case to app_reference;
create or replace function app.ban_case_moves() returns trigger language plpgsql as $$
begin
  if current_user = 'app_reference' and new.state = old.state then
    return new;
  end if;
  if (old.state, new.state) not in (('PROPOSED', 'HEARD'), ('PROPOSED', 'DROPPED'), ('HEARD', 'IN_FORCE'), ('HEARD', 'DROPPED'), ('IN_FORCE', 'REVOKED')) then
    raise exception 'a ban case does not go from % to %', old.state, new.state using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
