//! Everything that can happen to three executions and three nodes.

use proptest::prelude::*;

pub const NODES: [&str; 3] = ["first", "second", "third"];
pub const EXECUTIONS: usize = 3;

/// Something that happens. A lease is named by how many others were given since.
#[derive(Debug, Clone)]
pub enum Op {
    Claim {
        node: usize,
        limit: u32,
    },
    /// Every node asks for one.
    ClaimAtOnce,
    /// The lease ends, and while its holder completes it, somebody claims whatever there is.
    Contest {
        lease: usize,
        node: usize,
    },
    Renew {
        node: usize,
    },
    TimePasses {
        execution: usize,
    },
    Restart,
    Begin {
        lease: usize,
    },
    Complete {
        lease: usize,
    },
    Fail {
        lease: usize,
    },
    Stop {
        lease: usize,
    },
    Wait {
        lease: usize,
        long: bool,
        told: bool,
    },
    HandBack {
        lease: usize,
    },
    Nudge {
        execution: usize,
    },
    Cancel {
        execution: usize,
    },
    Requeue {
        execution: usize,
    },
}

pub fn op() -> impl Strategy<Value = Op> {
    let (node, execution, lease) = (0..NODES.len(), 0..EXECUTIONS, 0_usize..5);
    prop_oneof![
        6 => (node.clone(), 1_u32..=3).prop_map(|(node, limit)| Op::Claim { node, limit }),
        2 => Just(Op::ClaimAtOnce),
        2 => (lease.clone(), node.clone()).prop_map(|(lease, node)| Op::Contest { lease, node }),
        2 => node.prop_map(|node| Op::Renew { node }),
        5 => execution.clone().prop_map(|execution| Op::TimePasses { execution }),
        1 => Just(Op::Restart),
        4 => lease.clone().prop_map(|lease| Op::Begin { lease }),
        1 => lease.clone().prop_map(|lease| Op::Complete { lease }),
        1 => lease.clone().prop_map(|lease| Op::Fail { lease }),
        1 => lease.clone().prop_map(|lease| Op::Stop { lease }),
        4 => (lease.clone(), any::<bool>(), any::<bool>())
            .prop_map(|(lease, long, told)| Op::Wait { lease, long, told }),
        2 => lease.prop_map(|lease| Op::HandBack { lease }),
        2 => execution.clone().prop_map(|execution| Op::Nudge { execution }),
        1 => execution.clone().prop_map(|execution| Op::Cancel { execution }),
        1 => execution.prop_map(|execution| Op::Requeue { execution }),
    ]
}
