-- What health finds in the middle and long run, once a project is over (R021).
create table long_review (
  tenant_id int not null default app.tenant(),
  project_id bigint not null,
  no int not null check (no > 0),
  reviewed_on date not null,
  by_name text not null,
  findings text not null check (findings <> ''),
  advice text not null default '',
  primary key (tenant_id, project_id, no),
  foreign key (tenant_id, project_id) references project (tenant_id, id)
);
create trigger never_changes before update or delete on long_review for each row execute function app.never_changes();
call app.protect('long_review', 'project_id', true);
drop policy evaluator on long_review;
revoke insert, update on long_review from app_case;
create policy health on long_review as restrictive for insert to app_city with check (app.post() = 'CHE');
