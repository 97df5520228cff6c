//! temp
pub mod clock;
pub mod data;
pub mod desk;
pub mod domain;
pub mod office;
pub mod store;
pub mod words;
