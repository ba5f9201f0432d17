//! What a paid step costs at most, by the price table.

use super::order;
use crate::{EngineError, works::Works};
use domain::{Money, PlannedStep};

/// Who does a step for money, if anybody must.
pub(crate) fn provider_of(works: &Works, planned: &PlannedStep) -> Result<Option<String>, EngineError> {
    if order::priced(planned.kind, &planned.input).is_none() {
        return Ok(None);
    }
    match works.makers.job_provider(planned.kind) {
        Some(provider) => Ok(Some(provider.name().to_owned())),
        None => Err(EngineError::Conflict(format!(
            "Nobody here makes {}s yet. An admin sets {} for that.",
            planned.kind,
            if planned.kind == domain::StepKind::Image { "FAL_KEY" } else { "REPLICATE_API_TOKEN" }
        ))),
    }
}

/// The most that a step costs; zero for one that works here.
pub(crate) async fn estimate(works: &Works, planned: &PlannedStep) -> Result<Money, EngineError> {
    let Some(order) = order::priced(planned.kind, &planned.input) else { return Ok(Money::ZERO) };
    let Some(provider) = works.makers.job_provider(planned.kind) else { return Ok(Money::ZERO) };
    let uses = provider.priced_use(&order);
    let name = provider.name();
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
