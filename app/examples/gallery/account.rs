//! What the settings show of an account: keys, a team, webhooks and a month half used.

use crate::people::member;
use app::ports::{
    ApiKey, Delivery, DeliveryAttempt, KeyState, KeysPort, NewApiKey, NewInvitation, OpenInvitation, Paged,
    Paging, PortError, ProviderKey, ProviderKeysPort, TeamPort, Usage, UsagePort, Webhook, WebhookSecrets,
    WebhooksPort,
};
use domain::{
    AccountId, ApiKeyId, DeliveryId, ExecutionId, Invitation, InvitationId, KeyedProvider, Member, Money,
    Role, Scope, Secret, Timestamp, UserId,
};
use std::sync::Arc;

const MOMENT_MS: i64 = 1_795_770_000_000;

struct Furnished;

pub fn provide() {
    crate::publish::<dyn KeysPort>(Arc::new(Furnished));
    crate::publish::<dyn ProviderKeysPort>(Arc::new(Furnished));
    crate::publish::<dyn TeamPort>(Arc::new(Furnished));
    crate::publish::<dyn WebhooksPort>(Arc::new(Furnished));
    crate::publish::<dyn UsagePort>(Arc::new(Furnished));
}

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_unix_ms(MOMENT_MS + minutes * 60_000)
}

fn key(name: &str, scope: Scope, last_used_at: Option<Timestamp>) -> ApiKey {
    ApiKey { id: ApiKeyId::generate(), name: name.into(), scope, created_at: at(-9_000), last_used_at }
}

#[async_trait::async_trait]
impl KeysPort for Furnished {
    async fn list(&self, _account: &AccountId) -> Result<Vec<ApiKey>, PortError> {
        Ok(vec![key("Shop backend", Scope::Write, Some(at(-4))), key("Nightly batch", Scope::Read, None)])
    }

    async fn add(
        &self,
        _account: &AccountId,
        _id: ApiKeyId,
        name: Option<&str>,
        scope: Scope,
    ) -> Result<NewApiKey, PortError> {
        let known = key(name.filter(|name| !name.is_empty()).unwrap_or("API key"), scope, None);
        Ok(NewApiKey { known, key: "pr_TheGalleryKeepsNoKeys_ThisOneOpensNothing_xyz".into() })
    }

    async fn remove(&self, _account: &AccountId, _id: &ApiKeyId) -> Result<(), PortError> {
        Ok(())
    }
}

fn provider_key(id: KeyedProvider, state: KeyState, end: &str) -> ProviderKey {
    let refused =
        "fal refused it when it was used. Look at the key, and at the balance of its account at fal.";
    ProviderKey {
        id,
        state,
        last_four: end.into(),
        last_error: match state {
            KeyState::Works => None,
            KeyState::Refused => Some(refused.into()),
            KeyState::Untested => Some("HeyGen could not be reached.".into()),
        },
        tested_at: (state != KeyState::Untested).then(|| at(-90)),
        saved_at: at(-90),
        used: id == KeyedProvider::Fal,
    }
}

#[async_trait::async_trait]
impl ProviderKeysPort for Furnished {
    async fn list(&self, _account: &AccountId) -> Result<Vec<ProviderKey>, PortError> {
        Ok(vec![
            provider_key(KeyedProvider::OpenRouter, KeyState::Works, "4f2a"),
            provider_key(KeyedProvider::HeyGen, KeyState::Untested, "91bc"),
            provider_key(KeyedProvider::Fal, KeyState::Refused, "07de"),
        ])
    }

    async fn get(&self, account: &AccountId, provider: KeyedProvider) -> Result<ProviderKey, PortError> {
        let keys = ProviderKeysPort::list(self, account).await?;
        keys.into_iter().find(|key| key.id == provider).ok_or(PortError::NotFound)
    }

    async fn put(
        &self,
        _account: &AccountId,
        provider: KeyedProvider,
        _key: Secret,
    ) -> Result<ProviderKey, PortError> {
        Ok(provider_key(provider, KeyState::Works, "0123"))
    }

    async fn remove(&self, _account: &AccountId, _provider: KeyedProvider) -> Result<(), PortError> {
        Ok(())
    }

    fn is_used(&self, provider: KeyedProvider) -> bool {
        matches!(provider, KeyedProvider::Fal | KeyedProvider::Replicate)
    }
}

fn invitation(role: Role) -> Invitation {
    Invitation { id: InvitationId::generate(), role, created_at: at(-60), ends_at: at(7 * 24 * 60) }
}

#[async_trait::async_trait]
impl TeamPort for Furnished {
    async fn members(&self, _account: &AccountId) -> Result<Vec<Member>, PortError> {
        let other = |name: &str, role| Member {
            user: UserId::generate(),
            email: format!("{name}@example.com").parse().expect("an email"),
            role,
            ..member()
        };
        Ok(vec![member(), other("grace", Role::Admin), other("linus", Role::Member)])
    }

    async fn set_role(
        &self,
        _account: &AccountId,
        _acting: Role,
        _user: &UserId,
        role: Role,
    ) -> Result<Member, PortError> {
        Ok(Member { role, ..member() })
    }

    async fn remove(&self, _account: &AccountId, _acting: Role, _user: &UserId) -> Result<(), PortError> {
        Ok(())
    }

    async fn invitations(&self, _account: &AccountId) -> Result<Vec<Invitation>, PortError> {
        Ok(vec![invitation(Role::Member)])
    }

    async fn invite(&self, _account: &AccountId, role: Role) -> Result<NewInvitation, PortError> {
        Ok(NewInvitation { known: invitation(role), url: "http://127.0.0.1/join/token".into() })
    }

    async fn take_back(&self, _account: &AccountId, _id: &InvitationId) -> Result<(), PortError> {
        Ok(())
    }

    async fn open(&self, token: &str) -> Result<OpenInvitation, PortError> {
        match token {
            "token" => Ok(OpenInvitation { account_name: "studio@example.com".into(), role: Role::Member }),
            _ => Err(PortError::NotFound),
        }
    }
}

fn delivery(minutes: i64, status: &'static str, answers: &[(u16, &str)]) -> Delivery {
    let attempt = |(number, (status_code, answer)): (u32, &(u16, &str))| DeliveryAttempt {
        number,
        at: at(minutes),
        duration_ms: 212,
        status_code: Some(*status_code),
        error: None,
        answer: (*answer).to_owned(),
    };
    Delivery {
        id: DeliveryId::generate(),
        execution_id: Some(ExecutionId::generate()),
        url: "https://hooks.example.com/ads".into(),
        body: r#"{"executionId":"ex_01kb0000000000000000000000","status":"completed"}"#.into(),
        status,
        attempts: (1..).zip(answers).map(attempt).collect(),
        created_at: at(minutes),
        next_attempt_at: (status == "pending").then(|| at(minutes + 2)),
    }
}

#[async_trait::async_trait]
impl WebhooksPort for Furnished {
    async fn deliveries(
        &self,
        _account: &AccountId,
        _execution: &ExecutionId,
    ) -> Result<Vec<Delivery>, PortError> {
        Ok(vec![delivery(-3, "delivered", &[(500, "upstream is away"), (200, "ok")])])
    }

    async fn log(&self, _account: &AccountId, paging: Paging) -> Result<Paged<Delivery>, PortError> {
        let log = vec![
            delivery(-1, "pending", &[(503, "try again later")]),
            delivery(-3, "delivered", &[(500, "upstream is away"), (200, "ok")]),
            delivery(-900, "failed", &[(410, "gone")]),
        ];
        Paged::of_all(log, &paging, |delivery: &Delivery| delivery.id.to_string())
    }

    async fn get(&self, _account: &AccountId, _id: &DeliveryId) -> Result<Delivery, PortError> {
        Err(PortError::NotFound)
    }

    async fn test(
        &self,
        _account: &AccountId,
        _id: DeliveryId,
        _webhook: Webhook,
    ) -> Result<Delivery, PortError> {
        Ok(delivery(0, "pending", &[]))
    }

    async fn secret(&self, _account: &AccountId) -> Result<WebhookSecrets, PortError> {
        Ok(WebhookSecrets {
            secret: "whsec_VGhlIGdhbGxlcnkgc2lnbnMgbm90aGluZw==".into(),
            previous_until: None,
        })
    }

    async fn rotate_secret(&self, account: &AccountId) -> Result<WebhookSecrets, PortError> {
        self.secret(account).await
    }

    async fn redeliver(&self, _account: &AccountId, _id: &DeliveryId) -> Result<Delivery, PortError> {
        Ok(delivery(0, "pending", &[]))
    }
}

#[async_trait::async_trait]
impl UsagePort for Furnished {
    async fn usage(&self, _account: &AccountId) -> Result<Usage, PortError> {
        Ok(Usage {
            videos_this_month: 41,
            monthly_limit: 1_000,
            cost_this_month: Money::from_micros(3_180_000),
            cost_reserved: Money::from_micros(480_000),
            cost_limit: Money::from_micros(100_000_000),
            lines: Vec::new(),
        })
    }
}
