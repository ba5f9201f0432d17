//! The callbacks of Replicate: Standard Webhooks, signed with a secret that the account has and its key can read.

use super::{jobs::ReplicateJobs, prediction::Prediction};
use crate::{
    CallbackNews, CallbackRequest, ForgedCallback,
    clock::now_s,
    http::Service,
    webhooks::{SignedHeaders, WebhookSecret},
};
use serde::Deserialize;

#[derive(Deserialize)]
struct AccountSecret {
    key: String,
}

impl ReplicateJobs {
    pub(super) async fn checked_news(
        &self,
        request: &CallbackRequest,
    ) -> Result<CallbackNews, ForgedCallback> {
        let signed = SignedHeaders::read(&request.headers, now_s())?;
        let fits = |secret: &WebhookSecret| signed.fits(&request.body, secret);
        match self.secret.fits(|| account_secret(&self.service), fits).await {
            Ok(true) => {}
            Ok(false) => return Err(ForgedCallback("no signature fits".into())),
            Err(cause) => return Err(ForgedCallback(format!("its signature cannot be checked: {cause}"))),
        }
        let prediction: Prediction = serde_json::from_slice(&request.body)
            .map_err(|error| ForgedCallback(format!("its body cannot be read: {error}")))?;
        Ok(CallbackNews { delivery_id: signed.id.to_owned(), job: Some(prediction.handle()) })
    }
}

async fn account_secret(service: &Service) -> Result<WebhookSecret, String> {
    let answer =
        service.get(service.at("v1/webhooks/default/secret")).await.map_err(|error| error.cause())?;
    if !answer.is_success() {
        return Err(format!("Replicate does not tell the secret: status {}", answer.status));
    }
    // The parser's own words could quote the secret, so they are not passed on.
    let secret: AccountSecret =
        serde_json::from_slice(&answer.body).map_err(|_| "Replicate's secret cannot be read".to_owned())?;
    WebhookSecret::parse(&secret.key)
}
