-- Papers and story: which step moved which clock and entered what into the ledger, and the papers of
-- a project.

-- A deadline and an entry of the ledger belong to the step that wrote them in the same transaction:
-- the history tells them together. Rows from before have no number and are told by their day.
alter table deadline add column began_xid xid8, add column ended_xid xid8;
alter table deadline alter column began_xid set default pg_current_xact_id();
create function app.mark_end() returns trigger language plpgsql as $$
begin
  if old.stopped_on is null and new.stopped_on is not null then
    new.ended_xid := pg_current_xact_id();
  end if;
  return new;
end $$;
create trigger mark_end before update on deadline for each row execute function app.mark_end();
alter table ledger add column xid xid8;
alter table ledger alter column xid set default pg_current_xact_id();
