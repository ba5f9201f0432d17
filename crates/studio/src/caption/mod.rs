//! Captions: which words stand together, how they are set in lines, and how a page looks at a moment.
//!
//! `pages` decides what is read together, `lettering` measures and outlines, `setting` breaks and places,
//! `painter` draws. Captions never meet the face: they only know the area that the layout gives them.

pub(crate) mod lettering;
pub(crate) mod pages;
mod painter;
pub(crate) mod setting;

pub(crate) use painter::{CaptionPainter, CaptionPlan};
