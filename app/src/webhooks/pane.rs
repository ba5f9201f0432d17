//! The pane of the settings about webhooks, and the table of deliveries that others show too.

use super::{Redeliver, SendTest, SigningSecret};
use crate::{
    parts::{day_and_time, time_of_day},
    ports::{CallError, Delivery, Paging, WebhooksPort, port},
};
use domain::{Member, Scope};
use leptos::prelude::*;
use server_fn::ServerFn;

const SHOWN: u32 = 20;

/// The secret, a test, and the last deliveries.
pub async fn webhooks_pane(me: &Member) -> Result<AnyView, CallError> {
    let paging = Paging { limit: SHOWN, cursor: None };
    let log = port::<dyn WebhooksPort>()?.log(&me.account, paging).await?.items;
    let manages = me.role.scope() == Scope::Admin;
    Ok(view! {
        <section id="webhooks" class="pane stack" aria-labelledby="webhooks-title">
            <h2 id="webhooks-title">"Webhooks"</h2>
            {manages.then(|| view! { <SigningSecret/> })}
            <form class="row lex" method="post" action=SendTest::url()>
                <div class="field grow">
                    <label for="test-url">"Receiver"</label>
                    <input
                        class="in" id="test-url" name="webhook" type="url" required maxlength="2000"
                        placeholder="https://example.com/hooks/pitchreel"
                    />
                </div>
                <button class="btn quiet" type="submit">"Send test"</button>
            </form>
            {(!log.is_empty()).then(|| deliveries_table(log))}
        </section>
    }
    .into_any())
}

/// One row for each delivery: when, to whom, what was said, and the way to send it again.
pub fn deliveries_table(deliveries: Vec<Delivery>) -> AnyView {
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Webhook deliveries">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"When"</th><th scope="col">"To"</th><th scope="col">"Answer"</th>
                        <th scope="col">"Stands"</th><th scope="col" class="r"><span class="sr">"Action"</span></th>
                    </tr>
                </thead>
                <tbody>{deliveries.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(delivery: Delivery) -> impl IntoView {
    let last = delivery.attempts.last();
    let answer = match last {
        None => "-".to_owned(),
        Some(attempt) => match (attempt.status_code, &attempt.error) {
            (Some(status), _) => format!("{status} in {} ms", attempt.duration_ms),
            (None, Some(error)) => error.clone(),
            (None, None) => "No answer".to_owned(),
        },
    };
    let stands = match (delivery.status, delivery.next_attempt_at) {
        ("delivered", _) => "Delivered".to_owned(),
        ("pending", Some(next)) if !delivery.attempts.is_empty() => {
            format!("Again at {}", time_of_day(next))
        }
        ("pending", _) => "On its way".to_owned(),
        ("disabled", _) => "Left alone: it failed for days".to_owned(),
        _ => format!("Given up after {} tries", delivery.attempts.len()),
    };
    let sent = delivery.body.clone();
    let said = last.map(|attempt| attempt.answer.clone()).filter(|said| !said.is_empty());
    view! {
        <tr>
            <td class="num">{day_and_time(delivery.created_at)}</td>
            <td class="to">
                <details>
                    <summary>{delivery.url}</summary>
                    <p class="small dim">"Sent"</p><pre class="small">{sent}</pre>
                    {said.map(|said| view! { <p class="small dim">"Answered"</p><pre class="small">{said}</pre> })}
                </details>
            </td>
            <td>{answer}</td>
            <td>{stands}</td>
            <td class="r">
                <form method="post" action=Redeliver::url()>
                    <input type="hidden" name="delivery" value=delivery.id.to_string()/>
                    <button class="btn bare" type="submit">"Send again"</button>
                </form>
            </td>
        </tr>
    }
}
