//! Where a request comes from.

use axum::{
    extract::ConnectInfo,
    http::{HeaderName, request::Parts},
};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Where the request comes from. A peer on this machine is taken for the operator's proxy, whose own entry is the last
/// one; what stands before it is only what the client says.
pub fn client_address(parts: &Parts) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
    let forwarded = parts.headers.get_all(FORWARDED_FOR).iter().next_back();
    let last = forwarded.and_then(|entries| entries.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    last.filter(|_| peer.to_canonical().is_loopback()).unwrap_or(peer)
}
