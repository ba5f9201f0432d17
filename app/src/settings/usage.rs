//! The pane that shows what was used of the month.

use crate::ports::{CallError, Usage, UsagePort, port};
use domain::{AccountId, Money};
use leptos::prelude::*;

/// Money and places, each on its meter.
pub async fn usage_pane(account: &AccountId) -> Result<AnyView, CallError> {
    let used = port::<dyn UsagePort>()?.usage(account).await?;
    Ok(view! {
        <section id="usage" class="pane" aria-labelledby="usage-title">
            <h2 id="usage-title">"Usage and limits"</h2>
            <div class="two">{money(&used)}{videos(&used)}</div>
        </section>
    }
    .into_any())
}

fn money(used: &Usage) -> impl IntoView + use<> {
    let of_limit = |amount: Money| share(amount.micros(), used.cost_limit.micros());
    let now = format!("{} of {}", short(used.cost_this_month), short(used.cost_limit));
    let words = format!(
        "{} spent, {} held, of {}",
        short(used.cost_this_month),
        short(used.cost_reserved),
        short(used.cost_limit)
    );
    let held = used.cost_reserved > Money::ZERO;
    view! {
        <div class="stack">
            <p class="row"><b>"Money this month"</b><span class="num push">{now}</span></p>
            <div
                class="meter" role="meter" aria-label="Money this month" aria-valuemin="0" aria-valuemax="100"
                aria-valuenow=of_limit(used.cost_this_month).to_string() aria-valuetext=words
            >
                <i style:--v=format!("{}%", of_limit(used.cost_this_month))></i>
                <i class="res" style:--v=format!("{}%", of_limit(used.cost_reserved))></i>
            </div>
            <p class="small dim">
                {if held {
                    format!("{} is held for what runs now.", short(used.cost_reserved))
                } else {
                    "Nothing is held. What runs here costs nothing.".to_owned()
                }}
            </p>
        </div>
    }
}

fn videos(used: &Usage) -> impl IntoView + use<> {
    let share = share(used.videos_this_month.into(), used.monthly_limit.into());
    view! {
        <div class="stack">
            <p class="row">
                <b>"Videos this month"</b>
                <span class="num push">{format!("{} of {}", used.videos_this_month, used.monthly_limit)}</span>
            </p>
            <div
                class="meter" role="meter" aria-label="Videos this month" aria-valuemin="0"
                aria-valuemax=used.monthly_limit.to_string() aria-valuenow=used.videos_this_month.to_string()
            >
                <i style:--v=format!("{share}%")></i>
            </div>
            <p class="small dim">"Stopped and cancelled renders do not count."</p>
        </div>
    }
}

/// Percent of the whole, 100 of nothing.
fn share(part: i64, whole: i64) -> i64 {
    if whole <= 0 { 100 } else { (part.saturating_mul(100) / whole).clamp(0, 100) }
}

/// `$3.18`: enough for a sum.
fn short(amount: Money) -> String {
    let cents = (amount.micros() + 5_000) / 10_000;
    if cents % 100 == 0 {
        format!("${}", cents / 100)
    } else {
        format!("${}.{:02}", cents / 100, cents % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_short() {
        assert_eq!(short(Money::from_micros(3_184_000)), "$3.18");
        assert_eq!(short(Money::from_micros(100_000_000)), "$100");
        assert_eq!((share(1, 0), share(5, 10), share(20, 10)), (100, 50, 100));
    }
}
