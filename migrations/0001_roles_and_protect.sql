-- Database roles and the one helper that protects a table.
--
-- The login role yufang_app owns nothing and bypasses nothing. Each transaction takes exactly one of
-- the roles below, transaction-locally (server/backend/src/door.rs):
--   app_city       people of one city: read and write rows of app.tenant()
--   app_region     regional departments: read everything, write nothing
--   app_org        an organisation: reads the projects it applied for or carries out
--   app_evaluator  an evaluator: reads the projects assigned to the person
--   app_case       the write of an organisation or evaluator: one project, proven visible just before
--   app_system     sign-in, sessions, feed and sealing; sees no business table
--   app_admin      commands of the machine's operator; never reachable from the web
-- Roles belong to the whole cluster, so they may exist already.

do $$
declare role_name text;
begin
  foreach role_name in array array['app_city','app_region','app_org','app_evaluator','app_case','app_system','app_admin'] loop
    begin
      execute format('create role %I nologin noinherit', role_name);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
  begin
    create role yufang_app login noinherit;
  exception when duplicate_object or unique_violation then null;
  end;
  -- Parallel test databases grant the same thing at the same time; the grant is the same either way.
  perform pg_advisory_xact_lock(20201116);
  execute 'grant app_city, app_region, app_org, app_evaluator, app_case, app_system to yufang_app';
  execute format('grant app_admin to %I', current_user);
end $$;

create schema app;
grant create on schema app to app_admin;
grant usage on schema app, public to app_city, app_region, app_org, app_evaluator, app_case, app_system, app_admin, yufang_app;

-- Who asks, as set by the door. SQL bodies so that the planner sees through them; null when unset,
-- and every policy then compares with null: fail closed.
create function app.tenant() returns int stable parallel safe language sql
  return nullif(current_setting('app.tenant', true), '')::int;
create function app.org() returns bigint stable parallel safe language sql
  return nullif(current_setting('app.org', true), '')::bigint;
create function app.account() returns bigint stable parallel safe language sql
  return nullif(current_setting('app.account', true), '')::bigint;
create function app.project() returns bigint stable parallel safe language sql
  return nullif(current_setting('app.project', true), '')::bigint;

-- Protects a tenant table: row-level security enabled and forced, one policy per role.
-- project_column: the column that names the project ('id' for the project table itself, null for
-- tables that are not about one project). org: whether organisations and evaluators of a project
-- may read its rows.
create procedure app.protect(t regclass, project_column text, org boolean) language plpgsql as $$
declare visible text;
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy city on %s to app_city using (tenant_id = app.tenant()) with check (tenant_id = app.tenant())', t);
  execute format('create policy region on %s for select to app_region using (true)', t);
  execute format('create policy admin on %s to app_admin using (true) with check (true)', t);
  execute format('grant select, insert, update on %s to app_city', t);
  execute format('grant select on %s to app_region', t);
  execute format('grant select, insert, update, delete on %s to app_admin', t);
  if project_column is not null then
    execute format('create policy one_case on %1$s to app_case using (tenant_id = app.tenant() and %2$I = app.project()) with check (tenant_id = app.tenant() and %2$I = app.project())', t, project_column);
    execute format('grant select, insert, update on %s to app_case', t);
  end if;
  if org then
    visible := case when project_column = 'id'
      then 'applicant_id = app.org() or unit_id = app.org()'
      else format('exists (select from project p where p.tenant_id = %1$s.tenant_id and p.id = %1$s.%2$I)', t, project_column) end;
    execute format('create policy org on %s for select to app_org using (%s)', t, visible);
    execute format('grant select on %s to app_org', t);
    visible := case when project_column = 'id'
      then 'exists (select from evaluator e where e.tenant_id = project.tenant_id and e.project_id = project.id)'
      else format('exists (select from project p where p.tenant_id = %1$s.tenant_id and p.id = %1$s.%2$I)', t, project_column) end;
    execute format('create policy evaluator on %s for select to app_evaluator using (%s)', t, visible);
    execute format('grant select on %s to app_evaluator', t);
  end if;
end $$;

-- Rows that are history: written once.
create function app.never_changes() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
