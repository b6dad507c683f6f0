//! Where the content of files lies: a directory by default, a bucket that speaks S3 by setting.
//! The database knows only keys; nobody outside of this program reads a key.

use std::sync::Arc;

use bytes::Bytes;
use futures::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt as _};
use url::Url;

use super::spool::Spooled;
use crate::db::StartError;
use crate::{Error, Result};

/// The content of a file, piece by piece.
pub type Content = BoxStream<'static, object_store::Result<Bytes>>;

/// Where the content of files lies; the default takes none, for commands that have nothing to do
/// with files.
#[derive(Clone, Default)]
pub struct Store(Option<Arc<dyn ObjectStore>>);

impl Store {
    /// A directory, made when it is missing, or `s3://bucket/prefix` with the usual `AWS_…` variables
    /// of the environment for the rest.
    ///
    /// # Errors
    /// A sentence when the directory cannot be used, or the bucket's settings are incomplete.
    pub fn open(place: &str) -> std::result::Result<Self, StartError> {
        if place.starts_with("s3://") {
            Self::bucket(place, AmazonS3Builder::from_env())
        } else {
            Self::directory(place)
        }
    }

    /// Forgotten with the program: for tests.
    #[must_use]
    pub fn in_memory() -> Self {
        Self(Some(Arc::new(object_store::memory::InMemory::new())))
    }

    fn directory(place: &str) -> std::result::Result<Self, StartError> {
        let unusable = |error: &dyn std::fmt::Display| {
            StartError(format!("附件目录 {place} 不可用：{error}。"))
        };
        make_private(place).map_err(|error| unusable(&error))?;
        let store = LocalFileSystem::new_with_prefix(place).map_err(|error| unusable(&error))?;
        Ok(Self(Some(Arc::new(
            // What a row says is there must survive a power cut, as the row does.
            store.with_fsync(true).with_automatic_cleanup(true),
        ))))
    }

    /// The bucket of an address, with whatever else its settings say.
    pub(crate) fn bucket(
        place: &str,
        settings: AmazonS3Builder,
    ) -> std::result::Result<Self, StartError> {
        let invalid = |error: &dyn std::fmt::Display| {
            StartError(format!("附件存储 {place} 的设置无效：{error}。"))
        };
        // Whoever comes second finds the same one installed already.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let url = Url::parse(place).map_err(|error| invalid(&error))?;
        let store = settings
            .with_url(place)
            .build()
            .map_err(|error| invalid(&error))?;
        let prefix = url.path().trim_matches('/').to_owned();
        Ok(Self(Some(if prefix.is_empty() {
            Arc::new(store)
        } else {
            Arc::new(PrefixStore::new(store, prefix))
        })))
    }

    /// Stores a received file under a key.
    pub(crate) async fn put(&self, key: &str, file: &Spooled) -> Result<()> {
        let mut source = file.read()?;
        let mut target = BufWriter::new(self.inner()?.clone(), Path::from(key));
        let written = async {
            tokio::io::copy(&mut source, &mut target).await?;
            tokio::io::AsyncWriteExt::shutdown(&mut target).await
        };
        if let Err(error) = written.await {
            // What has arrived so far is no file; that it could not be taken back changes nothing.
            let _aborted = target.abort().await;
            return Err(error.into());
        }
        Ok(())
    }

    /// Removes what no row speaks of. A failure is logged: the file is unreachable either way.
    pub(crate) async fn remove(&self, key: &str) {
        let removed = match self.inner() {
            Ok(store) => store.delete(&Path::from(key)).await.map_err(Error::from),
            Err(error) => Err(error),
        };
        if let Err(error) = removed {
            tracing::warn!(key, %error, "an orphaned file stays in the store");
        }
    }

    /// The content under a key.
    pub(crate) async fn get(&self, key: &str) -> Result<Content> {
        let found = self.inner()?.get(&Path::from(key)).await?;
        Ok(found.into_stream())
    }

    fn inner(&self) -> Result<&Arc<dyn ObjectStore>> {
        self.0
            .as_ref()
            .ok_or_else(|| Error::Inconsistent("no file store is configured".into()))
    }
}

/// The directory itself is nobody else's business; what leads to it belongs to whoever made it.
fn make_private(place: &str) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    let place = std::path::Path::new(place);
    if let Some(parent) = place.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(place)
}
