//! Boxes of an MP4: a length, a name and what is inside.

/// Collects boxes; lengths are filled in when a box closes.
#[derive(Default)]
pub(super) struct BoxWriter {
    bytes: Vec<u8>,
}

impl BoxWriter {
    /// A box with other boxes inside.
    pub fn parent(&mut self, name: &[u8; 4], inside: impl FnOnce(&mut Self)) {
        let start = self.open(name);
        inside(self);
        self.close(start);
    }

    /// A box with plain bytes inside.
    pub fn leaf(&mut self, name: &[u8; 4], inside: impl FnOnce(&mut Vec<u8>)) {
        let start = self.open(name);
        inside(&mut self.bytes);
        self.close(start);
    }

    /// A box that begins with a version of 0 and these flags.
    pub fn full(&mut self, name: &[u8; 4], flags: u32, inside: impl FnOnce(&mut Vec<u8>)) {
        self.leaf(name, |out| {
            put(out, &[flags]);
            inside(out);
        });
    }

    /// Plain bytes between boxes, for the fixed part of a parent.
    pub fn raw(&mut self, inside: impl FnOnce(&mut Vec<u8>)) {
        inside(&mut self.bytes);
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn open(&mut self, name: &[u8; 4]) -> usize {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&[0; 4]);
        self.bytes.extend_from_slice(name);
        start
    }

    fn close(&mut self, start: usize) {
        let length = (self.bytes.len() - start) as u32;
        if let Some(place) = self.bytes.get_mut(start..start + 4) {
            place.copy_from_slice(&length.to_be_bytes());
        }
    }
}

/// Appends numbers of 32 bits.
pub(super) fn put(out: &mut Vec<u8>, values: &[u32]) {
    for value in values {
        out.extend_from_slice(&value.to_be_bytes());
    }
}

/// Appends numbers of 16 bits.
pub(super) fn put16(out: &mut Vec<u8>, values: &[u16]) {
    for value in values {
        out.extend_from_slice(&value.to_be_bytes());
    }
}
