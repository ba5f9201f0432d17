//! Just enough protobuf to copy a message and change some of its fields; nothing is decoded that is not needed.

/// Why a message could not be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the model file ends early or is malformed")]
pub(super) struct Malformed;

/// One field of a message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'a> {
    pub number: u32,
    pub value: Value<'a>,
    /// The whole field, key included, to be copied as it is.
    pub raw: &'a [u8],
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Varint(u64),
    Fixed(&'a [u8]),
    Bytes(&'a [u8]),
}

impl<'a> Field<'a> {
    /// The bytes of a nested message or a string; empty for any other kind.
    pub(super) fn bytes(&self) -> &'a [u8] {
        match self.value {
            Value::Bytes(bytes) => bytes,
            _ => &[],
        }
    }
}

/// The fields of a message, one after another.
pub(super) fn fields(message: &[u8]) -> impl Iterator<Item = Result<Field<'_>, Malformed>> {
    let mut rest = message;
    let mut failed = false;
    std::iter::from_fn(move || {
        if rest.is_empty() || failed {
            return None;
        }
        let field = next_field(&mut rest);
        failed = field.is_err();
        Some(field)
    })
}

fn next_field<'a>(rest: &mut &'a [u8]) -> Result<Field<'a>, Malformed> {
    let whole = *rest;
    let key = varint(rest)?;
    let value = match key & 7 {
        0 => Value::Varint(varint(rest)?),
        1 => Value::Fixed(take(rest, 8)?),
        2 => {
            let length = varint(rest)?;
            Value::Bytes(take(rest, usize::try_from(length).map_err(|_| Malformed)?)?)
        }
        5 => Value::Fixed(take(rest, 4)?),
        _ => return Err(Malformed),
    };
    let number = u32::try_from(key >> 3).map_err(|_| Malformed)?;
    Ok(Field { number, value, raw: &whole[..whole.len() - rest.len()] })
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Result<&'a [u8], Malformed> {
    let (taken, left) = rest.split_at_checked(count).ok_or(Malformed)?;
    *rest = left;
    Ok(taken)
}

/// Reads one variable-length integer off the front.
pub(super) fn varint(rest: &mut &[u8]) -> Result<u64, Malformed> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let byte = take(rest, 1)?[0];
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(Malformed)
}

/// A message in the making.
#[derive(Default)]
pub(super) struct Message(Vec<u8>);

impl Message {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    /// A field as another message had it.
    pub(super) fn copy(&mut self, field: &Field<'_>) {
        self.0.extend_from_slice(field.raw);
    }

    pub(super) fn varint(&mut self, number: u32, value: u64) {
        self.raw_varint(u64::from(number) << 3);
        self.raw_varint(value);
    }

    pub(super) fn bytes(&mut self, number: u32, value: &[u8]) {
        self.raw_varint(u64::from(number) << 3 | 2);
        self.raw_varint(value.len() as u64);
        self.0.extend_from_slice(value);
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }

    fn raw_varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let mut message = Message::default();
        message.varint(1, 300);
        message.bytes(7, b"graph");
        let bytes = message.finish();
        let read: Vec<_> = fields(&bytes).map(|field| field.map(|f| (f.number, f.value))).collect();
        assert_eq!(read, [Ok((1, Value::Varint(300))), Ok((7, Value::Bytes(b"graph")))]);
    }

    #[test]
    fn a_cut_message_is_malformed_and_ends() {
        let mut message = Message::default();
        message.bytes(7, b"graph");
        let bytes = message.finish();
        let read: Vec<_> = fields(&bytes[..4]).map(|field| field.map(|f| f.number)).collect();
        assert_eq!(read, [Err(Malformed)]);
    }
}
