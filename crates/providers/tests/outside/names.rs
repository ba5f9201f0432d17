//! Names that lead where a test says, and elsewhere the next time.

use async_trait::async_trait;
use providers::NameLookup;
use std::{
    collections::VecDeque,
    io,
    net::{IpAddr, SocketAddr},
    sync::Mutex,
};

/// Answers what comes next, and the last answer from then on.
pub struct Names(Mutex<VecDeque<Vec<SocketAddr>>>);

impl Names {
    /// Each answer as addresses with spaces between.
    pub fn leading(answers: &[&str]) -> Names {
        // A port of their own, which must not count.
        let address = |address: &str| SocketAddr::new(address.parse::<IpAddr>().unwrap(), 9);
        let answer = |answer: &&str| answer.split(' ').map(address).collect();
        Names(Mutex::new(answers.iter().map(answer).collect()))
    }

    /// How many answers are left, the last one counted.
    pub fn left(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

#[async_trait]
impl NameLookup for Names {
    async fn addresses(&self, _name: &str) -> io::Result<Vec<SocketAddr>> {
        let mut answers = self.0.lock().unwrap();
        let next = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        Ok(next.unwrap())
    }
}
