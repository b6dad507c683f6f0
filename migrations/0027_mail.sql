-- The mail digest of the inbox: a person's confirmed address, and the ledger of what was mailed.
--   app_mailer   the sender: reads addresses that are confirmed and numbers of unread notifications. What
--                they say it never sees: that is read with the person's own rights.

do $$
begin
  begin
    create role app_mailer nologin noinherit;
  exception when duplicate_object or unique_violation then null;
  end;
  perform pg_advisory_xact_lock(20201116);
  execute 'grant app_mailer to yufang_app';
end $$;
grant usage on schema app, public to app_mailer;
grant select on calendar_year to app_mailer;

-- A person's address. Belongs to a person, so to no city. Whoever takes it back keeps the row without an
-- address: another code still waits for its minute.
create table mail_address (
  account_id bigint primary key references account,
  address text check (length(address) between 3 and 254 and address ~ '^[!-~]+@[!-~]+$'),
  code_hash bytea,                          -- the code itself is never stored
  asked_at timestamptz not null,
  tries int not null default 0 check (tries between 0 and 5),
  confirmed_at timestamptz,
  refused_at timestamptz,                   -- the mail server takes nothing for it
  check (address is not null or (code_hash is null and confirmed_at is null and refused_at is null)),
  check (confirmed_at is null or code_hash is null)
);
-- Whatever a program does: an address begins unconfirmed, and another one is a new beginning.
create function app.address_begins() returns trigger language plpgsql as $$
begin
  if new.confirmed_at is not null and (tg_op = 'INSERT' or new.address is distinct from old.address
    or old.confirmed_at is null and old.code_hash is null) then
    raise exception 'an address is confirmed by its code' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger address_begins before insert or update on mail_address for each row execute function app.address_begins();
alter table mail_address enable row level security;
alter table mail_address force row level security;
create policy own on mail_address for select to app_city, app_region, app_org, app_evaluator using (account_id = app.account());
create policy sets on mail_address to app_inbox using (account_id = app.account()) with check (account_id = app.account());
create policy mailing on mail_address to app_mailer using (confirmed_at is not null) with check (confirmed_at is not null);
create policy admin on mail_address to app_admin using (true) with check (true);
grant select (account_id, address, confirmed_at, refused_at) on mail_address to app_city, app_region, app_org, app_evaluator;
grant select, insert, update on mail_address to app_inbox;
grant select (account_id, address, confirmed_at, refused_at), update (refused_at) on mail_address to app_mailer;
grant select, insert, update, delete on mail_address to app_admin;

-- One digest for each person and working day, and what it told. `told` is written before the mail goes
-- out, so that an attempt whose end nobody knows is repeated as it was.
create table mail_digest (
  account_id bigint not null references account,
  on_day date not null,
  lease_until timestamptz not null,         -- until then it is one instance's alone
  attempts int not null check (attempts >= 0),
  next_try_at timestamptz,                  -- after a failure, or when there was nothing to say
  told bigint[],                            -- numbers of the notifications
  upto bigint,                              -- the highest number there was, of any digest so far
  sent_at timestamptz,
  primary key (account_id, on_day),
  check ((told is null) = (upto is null) and (sent_at is null or told is not null))
);
create index mail_digest_sent on mail_digest (account_id, on_day desc) where sent_at is not null;
create function app.digest_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and app.rests(new.on_day) then
    raise exception 'nobody works on %', new.on_day using errcode = 'integrity_constraint_violation';
  end if;
  if tg_op = 'UPDATE' and (old.sent_at is not null or (new.account_id, new.on_day) is distinct from (old.account_id, old.on_day)) then
    raise exception 'a digest is sent once' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger digest_stays before insert or update on mail_digest for each row execute function app.digest_stays();
create trigger never_goes before delete on mail_digest for each row execute function app.never_changes();
alter table mail_digest enable row level security;
alter table mail_digest force row level security;
create policy mailing on mail_digest to app_mailer using (true) with check (true);
create policy admin on mail_digest to app_admin using (true) with check (true);
grant select, insert, update on mail_digest to app_mailer;
grant select, insert, update, delete on mail_digest to app_admin;

-- The numbers the sender needs, and nothing beside them.
create policy mailing on account for select to app_mailer using (active);
create policy mailing on notification for select to app_mailer using (read_at is null);
grant select (id, active) on account to app_mailer;
grant select (account_id, id, read_at) on notification to app_mailer;

-- What a person has not read and was not mailed. A number is taken when a row is written and seen when its
-- transaction commits, so a lower one may appear after a higher one: the highest number of the digest before
-- the last is the floor (nothing that began a working day ago is still open), and of what lies above it the
-- last two digests know what they told.
create function app.untold(person bigint) returns setof bigint stable language sql as $$
  with last as (select d.upto, d.told from mail_digest d
    where d.account_id = person and d.sent_at is not null order by d.on_day desc limit 2)
  select n.id from notification n
  where n.account_id = person and n.read_at is null
    and n.id > coalesce((select min(upto) from last having count(*) = 2), 0)
    and not exists (select from last where n.id = any (last.told))
$$;
