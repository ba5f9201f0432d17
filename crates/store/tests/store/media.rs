//! Media: whole or not at all, by name only, in parts when asked.

use bytes::Bytes;
use futures::TryStreamExt;
use std::path::PathBuf;
use store::{MediaFolder, MediaName, MediaRead, MediaStore, ObjectMedia, StoreError};
use tempfile::TempDir;

struct Shelf {
    media: ObjectMedia,
    folder: TempDir,
}

impl Shelf {
    fn new() -> Shelf {
        let folder = TempDir::new().unwrap();
        Shelf { media: ObjectMedia::in_folder(&folder.path().join("media")).unwrap(), folder }
    }

    fn file(&self, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join("made");
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

async fn body(read: MediaRead) -> Vec<u8> {
    read.body.try_collect::<Vec<Bytes>>().await.unwrap().concat()
}

#[tokio::test]
async fn a_file_comes_back_whole_and_in_parts() {
    let shelf = Shelf::new();
    let made: Vec<u8> = (0..25_000_000_u32).map(|n| (n % 251) as u8).collect();
    let name = MediaFolder::generate().file("ad.mp4").unwrap();
    let bytes = shelf.media.put_file(&name, &shelf.file(&made)).await.unwrap();
    assert_eq!(bytes, made.len() as u64);
    assert_eq!(shelf.media.head(&name).await.unwrap().bytes, bytes);
    assert!(body(shelf.media.open(&name, None).await.unwrap()).await == made);
    let part = shelf.media.open(&name, Some(24_999_990..99_000_000)).await.unwrap();
    assert_eq!((part.range.clone(), part.meta.bytes), (24_999_990..25_000_000, bytes));
    assert_eq!(body(part).await, made.get(24_999_990..).unwrap());
    let past = shelf.media.open(&name, Some(bytes..bytes + 1)).await;
    assert!(matches!(past, Err(StoreError::Conflict(_))));
}

#[tokio::test]
async fn a_second_put_replaces_and_a_deleted_folder_is_gone() {
    let shelf = Shelf::new();
    let folder = MediaFolder::generate();
    let name = folder.file("ad.vtt").unwrap();
    shelf.media.put_bytes(&name, Bytes::from_static(b"first")).await.unwrap();
    shelf.media.put_file(&name, &shelf.file(b"second")).await.unwrap();
    assert_eq!(body(shelf.media.open(&name, None).await.unwrap()).await, b"second");
    // What a put that was killed leaves is no object, and goes, too.
    let on_disk = shelf.folder.path().join("media").join(folder.as_str());
    std::fs::write(on_disk.join("ad.mp4#1"), b"half").unwrap();
    shelf.media.delete_folder(&folder).await.unwrap();
    shelf.media.delete_folder(&folder).await.unwrap();
    assert!(!on_disk.exists());
    assert!(matches!(shelf.media.head(&name).await, Err(StoreError::NotFound)));
    assert!(matches!(shelf.media.open(&name, None).await, Err(StoreError::NotFound)));
}

#[test]
fn a_name_never_leads_out_of_the_store() {
    let folder = MediaFolder::generate();
    let good = format!("{}/ad.mp4", folder.as_str());
    assert_eq!(good.parse::<MediaName>().unwrap().url(), format!("/media/{good}"));
    for file in ["", "..", ".hidden", "a/b", "a\\b", "Ad.mp4", "a%2f", "ad.mp4\0", &"a".repeat(65)] {
        let text = format!("{}/{file}", folder.as_str());
        assert!(matches!(text.parse::<MediaName>(), Err(StoreError::NotFound)), "{text:?}");
    }
    for text in ["", "ad.mp4", "../ad.mp4", "short/ad.mp4", &format!("{}/ad.mp4", "Z".repeat(40))] {
        assert!(matches!(text.parse::<MediaName>(), Err(StoreError::NotFound)), "{text:?}");
    }
}
