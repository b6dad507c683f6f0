//! Files, which no server function carries: the routes of `server/src/files.rs` ask here.

use std::fmt::Display;

use bytes::Bytes;
use domain::contract::{Answer, FileView};
use domain::{AttachmentId, ProjectId};
use futures::Stream;

use crate::door::Session;
use crate::error::answer;
use crate::files::city::{self, Owner};
use crate::files::{self, Opened, Spooled};
use crate::paper::{self, Wanted};

/// Receives a file into a temporary place, before anything is asked of the database.
///
/// # Errors
/// `FileTooLarge`, `FileUnreadable` when it breaks off, `FileType` when it is empty.
pub async fn receive_upload<E: Display>(
    content: impl Stream<Item = Result<Bytes, E>>,
) -> Answer<Spooled> {
    answer("attach", files::receive(content).await)
}

impl Session {
    /// Whether a paper could be attached to the project now; asked before the file is received.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`, `WrongState`, `TooManyFiles`.
    pub async fn may_attach(&self, id: ProjectId) -> Answer<()> {
        answer("attach", files::may_attach(self, id).await)
    }

    /// Attaches a paper to an application in writing. R043, R146, R166-R170.
    ///
    /// # Errors
    /// As [`Self::may_attach`]; `UnknownChoice`, `FileName`, `FileType`.
    pub async fn attach(
        &self,
        id: ProjectId,
        paper: &str,
        name: &str,
        file: Spooled,
    ) -> Answer<FileView> {
        answer("attach", files::attach(self, id, paper, name, file).await)
    }

    /// Takes a paper out of an application in writing; says of which.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`, `WrongState`.
    pub async fn detach(&self, id: AttachmentId) -> Answer<ProjectId> {
        answer("detach", files::detach(self, id).await)
    }

    /// Opens a paper of an application.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`.
    pub async fn open_file(&self, id: AttachmentId) -> Answer<Opened> {
        answer("open_file", files::open(self, id).await)
    }

    /// Whether a file could be added to a record of the city now; asked before it is received.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound`, `WrongState`, `TooManyFiles`.
    pub async fn may_attach_to(&self, owner: Owner) -> Answer<()> {
        answer("attach", city::may_attach(self, owner).await)
    }

    /// Adds a file to a record of the city. R002, R033.
    ///
    /// # Errors
    /// As [`Self::may_attach_to`]; `FileName`, `FileType`.
    pub async fn attach_to(&self, owner: Owner, name: &str, file: Spooled) -> Answer<FileView> {
        answer("attach", city::attach(self, owner, name, file).await)
    }

    /// Takes a file off a record of the city; says of which.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound`, `WrongState`.
    pub async fn detach_from(&self, id: AttachmentId) -> Answer<Owner> {
        answer("detach", city::detach(self, id).await)
    }

    /// Opens a file of a city.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`.
    pub async fn open_city_file(&self, id: AttachmentId) -> Answer<Opened> {
        answer("open_file", city::open(self, id).await)
    }

    /// Whether this person may add papers to the project at all; asked before one is received.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`.
    pub async fn may_add_paper(&self, id: ProjectId) -> Answer<()> {
        answer("add_paper", paper::may_add(self, id).await)
    }

    /// Adds a paper to a project. R074, R081-R083, R098.
    ///
    /// # Errors
    /// As [`Self::may_add_paper`]; `WrongState`, `SignedAlready`, `UnknownChoice`, `TooManyFiles`,
    /// `FileName`, `FileType`.
    pub async fn add_paper(
        &self,
        id: ProjectId,
        wanted: &Wanted,
        name: &str,
        file: Spooled,
    ) -> Answer<FileView> {
        answer("add_paper", paper::add(self, id, wanted, name, file).await)
    }

    /// Takes a paper away; says of which project.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`, `WrongState`.
    pub async fn remove_paper(&self, id: AttachmentId) -> Answer<ProjectId> {
        answer("remove_paper", paper::remove(self, id).await)
    }

    /// Opens a paper of a project.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`.
    pub async fn open_paper(&self, id: AttachmentId) -> Answer<Opened> {
        answer("open_paper", paper::open(self, id).await)
    }
}
