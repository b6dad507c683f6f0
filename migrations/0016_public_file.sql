-- Of a published file everybody may read what it is called and that it is unchanged: not who uploaded
-- it, nor where its content lies (I14; 3.3). 0007 granted the whole table.
revoke select on city_file from app_public;
grant select (tenant_id, id, owner, owner_id, name, mime, bytes, hash, removed_on) on city_file to app_public;
