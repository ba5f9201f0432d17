//! One server for one data folder. Whoever starts takes up what was running when the last one ended, so a second one
//! beside it would take renders out of the first one's hands.

use crate::cli::Failure;
use std::{
    fs::{File, TryLockError},
    path::Path,
};

const LOCK_FILE: &str = "serve.lock";

/// The right to serve a data folder. It ends with the process, however that ends.
#[derive(Debug)]
pub struct SoleServer {
    _locked: File,
}

impl SoleServer {
    /// Takes the right, or says in one sentence who has it.
    pub fn of(data_dir: &Path) -> Result<Self, Failure> {
        let path = data_dir.join(LOCK_FILE);
        let unusable = |cause| Failure::new(format!("The file {} cannot be used: {cause}.", path.display()));
        std::fs::create_dir_all(data_dir).map_err(|cause| {
            Failure::new(format!("The folder {} cannot be made: {cause}.", data_dir.display()))
        })?;
        let file = File::options().create(true).append(true).open(&path).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(SoleServer { _locked: file }),
            Err(TryLockError::WouldBlock) => Err(Failure::new(format!(
                "Another Pitchreel serves {} already. Stop it first, or set DATA_DIR to another folder.",
                data_dir.display()
            ))),
            Err(TryLockError::Error(cause)) => Err(unusable(cause)),
        }
    }
}
