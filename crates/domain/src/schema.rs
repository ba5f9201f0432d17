//! How the words that are text in JSON are described to programs.

use crate::{
    AccountId, ApiKeyId, AssetId, AvatarId, Background, DeliveryId, Email, ExecutionId, InvitationId, Money,
    ProjectId, Rgb, ScriptId, ShareToken, StepName, Timestamp, UserId, VoiceId,
};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

macro_rules! text {
    ($($name:ident: $about:literal, $pattern:expr, $example:literal;)*) => { $(
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let text = ObjectBuilder::new().schema_type(Type::String).description(Some($about));
                text.pattern(Some($pattern)).examples([$example]).into()
            }
        }
        impl ToSchema for $name {}
    )* };
}

text! {
    AccountId: "Who owns projects, limits and money.", "^acc_[0-9a-z]{26}$", "acc_01kb0000000000000000000000";
    UserId: "One person.", "^usr_[0-9a-z]{26}$", "usr_01kb0000000000000000000000";
    InvitationId: "An invitation.", "^inv_[0-9a-z]{26}$", "inv_01kb0000000000000000000000";
    ProjectId: "One ad in the making.", "^prj_[0-9a-z]{26}$", "prj_01kb0000000000000000000000";
    ScriptId: "One script of a project.", "^scr_[0-9a-z]{26}$", "scr_01kb0000000000000000000000";
    ExecutionId: "One accepted order.", "^ex_[0-9a-z]{26}$", "ex_01kb0000000000000000000000";
    AssetId: "An uploaded picture.", "^ast_[0-9a-z]{26}$", "ast_01kb0000000000000000000000";
    DeliveryId: "A webhook on its way.", "^whd_[0-9a-z]{26}$", "whd_01kb0000000000000000000000";
    ApiKeyId: "A key of a program.", "^key_[0-9a-z]{26}$", "key_01kb0000000000000000000000";
    ShareToken: "The unguessable part of a public page.", "^sh_[0-9a-z]{26}$", "sh_01kb0000000000000000000000";
    Money: "US dollars, as a decimal number.", r"^-?[0-9]{1,12}\.[0-9]{4,6}$", "0.0230";
    Rgb: "A colour.", r"^#[0-9a-f]{6}$", "#1f3742";
    Background: "A colour, a scene, or the id of a picture.",
        r"^(#[0-9a-fA-F]{6}|scene:[a-z]+|ast_[0-9a-z]{26})$", "scene:kitchen";
    StepName: "What a step is called within its execution.", r"^[a-z][a-z0-9-]{0,23}$", "speech";
    AvatarId: "By its provider's name.", r"^[A-Za-z0-9\-_.:/]{1,128}$", "amara";
    VoiceId: "By its provider's name.", r"^[A-Za-z0-9\-_.:/]{1,128}$", "af_heart";
}

impl PartialSchema for Timestamp {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String).description(Some("A moment, in UTC."));
        text.format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .examples(["2026-11-27T09:00:00.000Z"])
            .into()
    }
}
impl ToSchema for Timestamp {}

impl PartialSchema for Email {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).examples(["name@example.com"]).into()
    }
}
impl ToSchema for Email {}
