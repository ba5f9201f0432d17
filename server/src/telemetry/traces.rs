//! Traces, sent to the collector of `OTEL_EXPORTER_OTLP_ENDPOINT` as OTLP over HTTP.
//!
//! Spans wait in a queue of limited length, from which a thread of its own sends them; one that finds no place is
//! dropped. So a collector that is slow or away costs the work nothing. Only spans of this program are sent.

use super::collector::Collector;
use crate::cli::Failure;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    trace::{BatchConfigBuilder, BatchSpanProcessor, Sampler, SdkTracerProvider},
};
use providers::Caller;
use std::time::Duration;
use tokio::runtime::Handle;
use tracing::{Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{Layer, filter::Targets, registry::LookupSpan};

/// How long the collector may take for one batch.
const SENT_WITHIN: Duration = Duration::from_secs(5);
/// How often spans are sent.
const SENT_EVERY: Duration = Duration::from_secs(2);
/// Spans that may wait.
const WAITING_MAX: usize = 4_096;
/// Spans that are sent together.
const BATCH_MAX: usize = 512;
/// How long the last spans may take when the process ends.
const FAREWELL: Duration = Duration::from_millis(1_500);

/// Whose spans are sent; the HTTP client's own, with which they are sent, are not.
const OURS: [&str; 7] = ["pitchreel", "app", "engine", "providers", "speech", "store", "studio"];

/// Traces under way.
pub struct Traces {
    provider: SdkTracerProvider,
}

impl Traces {
    /// Calls nobody yet. `endpoint` is the collector's address, below which `/v1/traces` takes spans.
    pub fn start(endpoint: &str, runtime: &Handle) -> Result<Self, Failure> {
        let refused = |cause: String| Failure::new(format!("Traces cannot be sent: {cause}."));
        let caller = Caller::new().map_err(|error| refused(error.to_string()))?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Collector::new(caller, runtime.clone(), SENT_WITHIN))
            .with_endpoint(format!("{endpoint}/v1/traces"))
            .with_timeout(SENT_WITHIN)
            .build()
            .map_err(|error| refused(error.to_string()))?;
        let batches = BatchConfigBuilder::default()
            .with_max_queue_size(WAITING_MAX)
            .with_max_export_batch_size(BATCH_MAX)
            .with_scheduled_delay(SENT_EVERY)
            .build();
        let service = Resource::builder().with_service_name("pitchreel").build();
        let provider = SdkTracerProvider::builder()
            // Whoever sends a request does not decide what we see of it.
            .with_sampler(Sampler::AlwaysOn)
            .with_resource(service)
            .with_span_processor(BatchSpanProcessor::builder(exporter).with_batch_config(batches).build())
            .build();
        Ok(Traces { provider })
    }

    /// What hands spans to it.
    pub fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let ours = OURS.map(|target| (target, LevelFilter::INFO));
        let layer = tracing_opentelemetry::layer().with_tracer(self.provider.tracer("pitchreel"));
        layer.with_location(false).with_threads(false).with_filter(Targets::new().with_targets(ours))
    }

    /// Sends what waits, within its time. The runtime must still be there, and this thread be none of its own.
    pub fn end(self) {
        if let Err(error) = self.provider.shutdown_with_timeout(FAREWELL) {
            tracing::warn!(%error, "the last spans were not sent");
        }
    }
}
