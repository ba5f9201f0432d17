//! Drawing onto a `vello_cpu` canvas: opacity goes into the paint, clips are shared by their runs, no layers.

use super::drawing::{Drawing, Item};
use super::model::{PathModel, PresenterRig};
use super::paint::{Paint, gradient};
use super::pose::Pose;
use vello_cpu::RenderContext;
use vello_cpu::kurbo::Affine;
use vello_cpu::peniko::Fill;

/// Fainter than this is not drawn: half a step of an 8-bit channel is 0.002.
const OPACITY_MIN: f64 = 0.004;

impl PresenterRig {
    /// Draws the presenter in a pose; `to_frame` takes canvas units to pixels. For many frames keep a [`Drawing`]
    /// and use [`PresenterRig::draw_with`].
    pub fn draw(&self, pose: &Pose, canvas: &mut RenderContext, to_frame: Affine) {
        self.draw_with(&mut Drawing::new(self), pose, canvas, to_frame);
    }

    /// As [`PresenterRig::draw`], in memory that was used before. Leaves the canvas's transform and paint changed.
    pub fn draw_with(
        &self,
        drawing: &mut Drawing,
        pose: &Pose,
        canvas: &mut RenderContext,
        to_frame: Affine,
    ) {
        drawing.pose(self, pose);
        canvas.set_transform(to_frame);
        canvas.set_fill_rule(Fill::NonZero);
        let mut clipped_by = None;
        for (path, item) in self.visible(drawing) {
            if path.clip != clipped_by {
                if clipped_by.is_some() {
                    canvas.pop_clip();
                }
                if let Some(clip) = path.clip {
                    canvas.push_clip_path(&drawing.items[clip].path);
                }
                clipped_by = path.clip;
            }
            self.set_paint(path, item, canvas);
            canvas.fill_path(&item.path);
        }
        if clipped_by.is_some() {
            canvas.pop_clip();
        }
    }

    /// The paths that show anything, with what this frame made of them.
    pub(super) fn visible<'a>(
        &'a self,
        drawing: &'a Drawing,
    ) -> impl Iterator<Item = (&'a PathModel, &'a Item)> {
        self.paths.iter().zip(&drawing.items).filter(|(_, item)| item.opacity > OPACITY_MIN)
    }

    fn set_paint(&self, path: &PathModel, item: &Item, canvas: &mut RenderContext) {
        let opacity = item.opacity as f32;
        match &self.paints[path.paint] {
            Paint::Solid(color) => canvas.set_paint(color.multiply_alpha(opacity)),
            Paint::Linear { stops, .. } | Paint::Radial { stops, .. } => {
                if let Some(gradient) = gradient(item.points, stops, opacity) {
                    canvas.set_paint(gradient);
                }
            }
        }
    }
}
