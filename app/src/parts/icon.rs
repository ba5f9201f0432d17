//! Icons: a grid of 24, strokes of 1.5, round ends, the colour of the text around them.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Plus,
    Film,
    Sliders,
    ChevronDown,
    ChevronRight,
    ArrowRight,
    Check,
    Pencil,
    Again,
    Play,
    Pause,
    Upload,
    Download,
    Share,
    Captions,
    Copy,
    Search,
    Warning,
    Circle,
    Stop,
    Bin,
    Person,
    Key,
    Voice,
    Portrait,
    Square,
    Landscape,
}

impl Shape {
    /// The path on the grid.
    fn path(self) -> &'static str {
        match self {
            Shape::Plus => "M12 5v14M5 12h14",
            Shape::Film => "M4 5h16v14H4zM4 9h16M4 15h16M9 5v4M15 5v4M9 15v4M15 15v4",
            Shape::Sliders => "M4 8h9M17 8h3M4 16h3M11 16h9M15 6v4M9 14v4",
            Shape::ChevronDown => "M6 9.5l6 6 6-6",
            Shape::ChevronRight => "M9.5 6l6 6-6 6",
            Shape::ArrowRight => "M5 12h14M13 6l6 6-6 6",
            Shape::Check => "M5 12.5l4.5 4.5L19 7.5",
            Shape::Pencil => "M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5L17.5 10",
            Shape::Again => "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9M20 4v5h-5",
            Shape::Play => "M7 4.5v15l12-7.5z",
            Shape::Pause => "M8 5v14M16 5v14",
            Shape::Upload => "M12 16V5M7 9.5L12 4.5l5 5M5 20h14",
            Shape::Download => "M12 4v11M7 11l5 5 5-5M5 20h14",
            Shape::Share => "M12 15V4M8 8l4-4 4 4M5 12v8h14v-8",
            Shape::Captions => {
                "M3.5 5.5h17v13h-17zM10.5 10.5c-1.2-1.2-3.5-.7-3.5 1.5s2.3 2.7 3.5 1.5M17 10.5c-1.2-1.2-3.5-.7-3.5 1.5s2.3 2.7 3.5 1.5"
            }
            Shape::Copy => "M9 9h11v11H9zM15 9V4H4v11h5",
            Shape::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20.5 20.5",
            Shape::Warning => "M12 4L2.5 20h19zM12 10v4.5M12 17v.2",
            Shape::Circle => "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z",
            Shape::Stop => "M6.5 6.5h11v11h-11z",
            Shape::Bin => "M4.5 7h15M9 7V4.5h6V7M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5",
            Shape::Person => {
                "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5"
            }
            Shape::Key => "M8 15.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 11.5h9v3.5M17 11.5V14",
            Shape::Voice => {
                "M12 14.5a3 3 0 0 0 3-3V7a3 3 0 0 0-6 0v4.5a3 3 0 0 0 3 3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21"
            }
            Shape::Portrait => {
                "M9 4h6a1.5 1.5 0 0 1 1.5 1.5v13A1.5 1.5 0 0 1 15 20H9a1.5 1.5 0 0 1-1.500-1.500v-13A1.5 1.5 0 0 1 9 4z"
            }
            Shape::Square => {
                "M7 5.5h10A1.500 1.500 0 0 1 18.500 7v10a1.500 1.500 0 0 1-1.500 1.500H7A1.500 1.500 0 0 1 5.500 17V7A1.500 1.500 0 0 1 7 5.500z"
            }
            Shape::Landscape => {
                "M4.500 7h15A1.500 1.500 0 0 1 21 8.500v7a1.500 1.500 0 0 1-1.500 1.500h-15A1.500 1.500 0 0 1 3 15.500v-7A1.500 1.500 0 0 1 4.500 7z"
            }
        }
    }
}

/// One icon; words beside it say the same, so that it stays silent.
#[component]
pub fn Icon(shape: Shape, #[prop(default = "i")] class: &'static str) -> impl IntoView {
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true">
            <path d=shape.path()></path>
        </svg>
    }
}
