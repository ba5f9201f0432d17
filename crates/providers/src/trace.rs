//! One trace from whoever asked to whoever is asked: `traceparent` of W3C Trace Context, version 00.
//!
//! Where nobody collects traces, there is none: nothing is read, kept or sent. What vendors add in `tracestate` is not
//! passed on.

use opentelemetry::{
    Context, SpanId, TraceFlags, TraceId,
    trace::{SpanContext, TraceContextExt, TraceState},
};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// The header.
pub const TRACEPARENT: &str = "traceparent";

/// What the present span is to whoever goes on with its trace.
pub fn traceparent() -> Option<String> {
    let context = Span::current().context();
    let span = context.span();
    let known = span.span_context();
    let flags = known.trace_flags().to_u8();
    known.is_valid().then(|| format!("00-{}-{}-{flags:02x}", known.trace_id(), known.span_id()))
}

/// Makes a span that has not begun a part of the trace that somebody names; what is no `traceparent` changes nothing.
pub fn follow_trace(span: &Span, traceparent: &str) {
    if let Some(parent) = read(traceparent) {
        // A span that nobody collects follows nobody.
        let _ = span.set_parent(Context::new().with_remote_span_context(parent));
    }
}

/// `00-`, 32 digits of the trace, `-`, 16 of the span, `-`, two of flags. A later version may say more behind it.
fn read(text: &str) -> Option<SpanContext> {
    let mut parts = text.splitn(5, '-');
    let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let more = parts.next().is_some();
    let hex = |part: &str, digits: usize| {
        part.len() == digits && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    if !(hex(version, 2) && hex(trace, 32) && hex(span, 16) && hex(flags, 2)) {
        return None;
    }
    if version == "ff" || (version == "00" && more) {
        return None;
    }
    let context = SpanContext::new(
        TraceId::from_hex(trace).ok()?,
        SpanId::from_hex(span).ok()?,
        TraceFlags::new(u8::from_str_radix(flags, 16).ok()?) & TraceFlags::SAMPLED,
        true,
        TraceState::default(),
    );
    context.is_valid().then_some(context)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
    const SPAN: &str = "b7ad6b7169203331";

    #[test]
    fn a_traceparent_is_read_to_the_letter() {
        let read_one = read(&format!("00-{TRACE}-{SPAN}-01")).unwrap();
        assert_eq!(
            (read_one.trace_id().to_string(), read_one.span_id().to_string()),
            (TRACE.into(), SPAN.into())
        );
        assert!(read_one.is_sampled() && read_one.is_remote());
        assert!(read(&format!("00-{TRACE}-{SPAN}-00")).is_some());
        assert!(read(&format!("cc-{TRACE}-{SPAN}-01-more-of-a-later-version")).is_some());
    }

    #[test]
    fn what_is_none_is_passed_over() {
        let zeros = "0".repeat(32);
        for wrong in [
            String::new(),
            "00".into(),
            format!("00-{TRACE}-{SPAN}"),
            format!("00-{TRACE}-{SPAN}-1"),
            format!("00-{TRACE}-{SPAN}-01-"),
            format!("00-{TRACE}-{SPAN}-0g"),
            format!("ff-{TRACE}-{SPAN}-01"),
            format!("00-{}-{SPAN}-01", TRACE.to_uppercase()),
            format!("00-{zeros}-{SPAN}-01"),
            format!("00-{TRACE}-{}-01", &zeros[..16]),
            format!("00-{}-{SPAN}-01", &TRACE[1..]),
            format!("+0-{TRACE}-{SPAN}-01"),
            format!(" 00-{TRACE}-{SPAN}-01"),
        ] {
            assert!(read(&wrong).is_none(), "{wrong:?}");
        }
    }

    #[test]
    fn where_nobody_collects_there_is_no_trace() {
        let span = tracing::info_span!("work");
        follow_trace(&span, &format!("00-{TRACE}-{SPAN}-01"));
        assert_eq!(span.in_scope(traceparent), None);
    }
}
