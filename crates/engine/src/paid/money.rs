//! What a paid step costs at most, by the price table.

use super::{maker::for_step, order};
use crate::{EngineError, desk::JobMaker, works::Works};
use domain::{Money, PlannedStep, StepKind};

/// Whether a step is done elsewhere for money.
pub(crate) fn is_paid(planned: &PlannedStep) -> bool {
    order::priced(planned.kind, &planned.input).is_some()
}

/// Who does a step for money, if anybody must.
pub(crate) fn provider_of(makers: &[JobMaker], planned: &PlannedStep) -> Result<Option<String>, EngineError> {
    if !is_paid(planned) {
        return Ok(None);
    }
    let (name, setting) = match planned.kind {
        StepKind::Image => ("fal", "FAL_KEY"),
        _ => ("Replicate", "REPLICATE_API_TOKEN"),
    };
    match for_step(makers, planned.kind) {
        Some(maker) => Ok(Some(maker.provider.name().to_owned())),
        None => Err(EngineError::Conflict(format!(
            "Nobody here makes {}s yet. Save a key of {name} in the settings, or let the operator set {setting}.",
            planned.kind
        ))),
    }
}

/// The most that a step costs; zero for one that works here.
pub(crate) async fn estimate(
    works: &Works,
    makers: &[JobMaker],
    planned: &PlannedStep,
) -> Result<Money, EngineError> {
    let Some(order) = order::priced(planned.kind, &planned.input) else { return Ok(Money::ZERO) };
    let Some(maker) = for_step(makers, planned.kind) else { return Ok(Money::ZERO) };
    let uses = maker.provider.priced_use(&order);
    let name = maker.provider.name();
    let Some(price) = works.stores.money.price_of(name, &uses.model).await? else {
        return Err(EngineError::Conflict(format!(
            "The price of {} at {name} is not known, so nothing is ordered. An admin sets it: pitchreel price set {name} {} UNIT USD.",
            uses.model, uses.model
        )));
    };
    Ok(cost(price.price, uses.thousandths))
}

/// So many thousandths of a unit, rounded up to the micro-dollar.
fn cost(price: Money, thousandths: u64) -> Money {
    let thousandths = i128::from(thousandths);
    let micros = (i128::from(price.micros()) * thousandths).div_euclid(1000)
        + i128::from((i128::from(price.micros()) * thousandths).rem_euclid(1000) > 0);
    Money::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_micro_dollar_is_a_whole_one() {
        let price = Money::from_micros(3_000);
        assert_eq!(cost(price, 1_000), Money::from_micros(3_000));
        assert_eq!(cost(price, 1), Money::from_micros(3));
        assert_eq!(cost(Money::from_micros(1), 1), Money::from_micros(1));
        assert_eq!(cost(price, 0), Money::ZERO);
    }
}
