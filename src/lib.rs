//! x
pub mod access; pub mod app; pub mod clock; pub mod config; pub mod db; pub mod domain; pub mod entity; pub mod error; pub mod fold; pub mod id; pub mod page;
