//! Accounts: the way in and the way out.

mod api;
mod component;
mod model;
#[cfg(feature = "ssr")]
mod page;

pub use api::{LogIn, LogOut, SignUp, log_in, log_out, sign_up};
pub use component::SignUpForm;
pub use model::safe_way_back;
#[cfg(feature = "ssr")]
pub use page::{LogInPage, SignUpPage, doorway};
