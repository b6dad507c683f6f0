//! What needs no login (R033, R122): the published key areas.

use async_trait::async_trait;
use domain::TenantId;
use domain::contract::{Answer, PublicApi, PublicAreas, PublicCity};
use domain::state::{AreaState, Channel};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::areas::areas_of;
use crate::door::public;
use crate::error::answer;
use crate::rows::Columns;
use crate::{Database, Result};

/// Versions on the page: twelve cities over many years.
const SHOWN: i64 = 200;

#[async_trait]
impl PublicApi for Database {
    async fn public_areas(&self) -> Answer<PublicAreas> {
        answer("public_areas", published(self).await)
    }
}

/// What is published or closed; the row policies admit nothing else, the grants no other column.
async fn published(db: &Database) -> Result<PublicAreas> {
    let mut tx = public(db).await?;
    let rows = sqlx::query(
        "select a.tenant_id, t.name, t.agency, a.year, a.state, a.areas, a.published_on,
           array(select distinct p.channel from publication p
                 where p.tenant_id = a.tenant_id and p.area_set_id = a.id order by 1) as channels
         from area_set a join tenant t on t.id = a.tenant_id
         order by a.year desc, a.tenant_id limit $1",
    )
    .bind(SHOWN)
    .fetch_all(&mut *tx)
    .await?;
    Ok(PublicAreas {
        demo: db.settings.demo,
        cities: rows.iter().map(city).collect::<Result<_>>()?,
    })
}

fn city(row: &PgRow) -> Result<PublicCity> {
    let channels: Vec<String> = row.try_get("channels")?;
    Ok(PublicCity {
        tenant: TenantId(row.try_get("tenant_id")?),
        name: row.text("name")?,
        agency: row.text("agency")?,
        year: row.try_get("year")?,
        areas: areas_of(row.json("areas")?)?,
        published: row.try_get("published_on")?,
        channels: channels
            .iter()
            .filter_map(|code| Channel::from_code(code))
            .map(|channel| channel.label().to_owned())
            .collect(),
        open: row.code::<AreaState>("state")? == AreaState::Published,
    })
}
