// The types of the API, made by `npm run generate -- URL` from what a server says at /api/openapi.json. Not written by hand.

export interface paths {
    "/api/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List pictures, the newest first */
        get: operations["listAssets"];
        put?: never;
        /** Take a picture as a background */
        post: operations["uploadAsset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a picture */
        get: operations["getAsset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/avatars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List avatars */
        get: operations["listAvatars"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all deliveries, the newest first */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a delivery */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/deliveries/{id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deliver a webhook again, now */
        post: operations["redeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List executions, the newest first */
        get: operations["listExecutions"];
        put?: never;
        /** Order a composition of steps */
        post: operations["composeExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an execution */
        get: operations["getExecution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an execution
         * @description It stops within a second. One that is over stays as it is.
         */
        post: operations["cancelExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the deliveries of an execution, the newest first */
        get: operations["listExecutionDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow an execution
         * @description Server-Sent Events: `id:` is the event's number, `data:` the event. `Last-Event-ID` resumes with no gap. The stream
         *     ends with the execution; whoever comes again then is answered with 204.
         */
        get: operations["followExecution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{id}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was asked of providers for an execution
         * @description With the ids under which they know it, and what each cost.
         */
        get: operations["listRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Settle a step whose answer was lost
         * @description For an execution that failed with the code `needs_review`: nobody but you can find out whether the provider made it.
         */
        post: operations["resolveExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try an execution again
         * @description The same execution goes on from the step that failed. What succeeded is never paid again.
         */
        post: operations["retryExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/executions/{id}/share": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Share a finished ad on a public page
         * @description The same address each time.
         */
        put: operations["shareExecution"];
        post?: never;
        /** End the public page of an ad */
        delete: operations["unshareExecution"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/generate-video": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Order a video from a prompt
         * @description A picture of the prompt, set in motion.
         */
        post: operations["generateVideo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List invitations that are still good, the newest first */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite somebody by a link
         * @description It is good for a week and for one person; the answer is the only one that shows it.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an invitation back */
        delete: operations["deleteInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API keys, the newest first */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make an API key
         * @description The answer is the only one that shows it.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove an API key
         * @description It is refused from now on.
         */
        delete: operations["deleteKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List members, the longest first */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a member */
        delete: operations["deleteMember"];
        options?: never;
        head?: never;
        /**
         * Give a member another role
         * @description Only an owner changes who the owners are, and there always is one.
         */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/api/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List projects, the most recently changed first */
        get: operations["listProjects"];
        put?: never;
        /**
         * Make a project with three scripts
         * @description From a topic, or from a product's page.
         */
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a project */
        get: operations["getProject"];
        put?: never;
        post?: never;
        /**
         * Delete a project
         * @description Everything that was made from it goes with it. What is under way is cancelled first.
         */
        delete: operations["deleteProject"];
        options?: never;
        head?: never;
        /**
         * Save choices
         * @description What is not named stays as it is.
         */
        patch: operations["updateProject"];
        trace?: never;
    };
    "/api/projects/{id}/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Estimate what a render costs and takes
         * @description Nothing is ordered and nothing is paid.
         */
        get: operations["estimateProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{id}/render": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Order a render of a project
         * @description While one of the same project is under way, that one is the answer.
         */
        post: operations["renderProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{id}/scripts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write three fresh scripts
         * @description The earlier ones stay.
         */
        post: operations["writeScripts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/provider-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the account's keys of providers */
        get: operations["listProviderKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/provider-keys/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how the account's key of a provider stands */
        get: operations["getProviderKey"];
        /**
         * Save a key of a provider, in the place of the one before
         * @description It is tested first, which costs nothing. One that its provider refuses is not kept. What is ordered from now on is
         *     made with it.
         */
        put: operations["saveProviderKey"];
        post?: never;
        /**
         * Remove the account's key of a provider
         * @description What is under way with it stops when it is next looked at, and goes on with a retry once the key is back.
         */
        delete: operations["deleteProviderKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what was used of this month */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List voices */
        get: operations["listVoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the account's own webhook secret */
        get: operations["getWebhookSecret"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/secret/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the account's own webhook secret
         * @description For a day both sign, so that receivers can change over one by one.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test to a receiver
         * @description It is signed, sent and tried again as any other; its status is `test`, and no execution is behind it.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What an accepted order is answered with. */
        Accepted: {
            executionId: components["schemas"]["ExecutionId"];
            status: components["schemas"]["Status"];
            /** @description Where to read how it stands. */
            statusUrl: string;
        };
        /** @description A key as its owner sees it; the key itself is not kept. */
        ApiKey: {
            createdAt: components["schemas"]["Timestamp"];
            id: components["schemas"]["ApiKeyId"];
            lastUsedAt: components["schemas"]["Timestamp"] | null;
            name: string;
            scope: components["schemas"]["Scope"];
        };
        /**
         * @description A key of a program.
         * @example key_01kb0000000000000000000000
         */
        ApiKeyId: string;
        /** @description An uploaded picture, decoded, cleaned of metadata and kept by us. */
        Asset: {
            /** Format: int64 */
            bytes: number;
            contentType: string;
            createdAt: components["schemas"]["Timestamp"];
            /** Format: int32 */
            height: number;
            id: components["schemas"]["AssetId"];
            /** @description Unguessable address, no session needed. */
            url: string;
            /** Format: int32 */
            width: number;
        };
        /**
         * @description An uploaded picture.
         * @example ast_01kb0000000000000000000000
         */
        AssetId: string;
        /** @description Somebody who can present an ad. */
        Avatar: {
            gender?: components["schemas"]["Gender"] | null;
            id: components["schemas"]["AvatarId"];
            name: string;
            /** @description A picture of the avatar, moving where the provider has one. */
            previewUrl?: string | null;
            /** @description Who draws it: `studio` for the built-in presenters. */
            provider: string;
        };
        /**
         * @description By its provider's name.
         * @example amara
         */
        AvatarId: string;
        /**
         * @description A colour, a scene, or the id of a picture.
         * @example scene:kitchen
         */
        Background: string;
        /** @description What the ad is about and how it should sound. */
        Brief: {
            audience?: string | null;
            format?: components["schemas"]["Format"];
            language?: components["schemas"]["Language"];
            length?: components["schemas"]["ScriptLength"];
            tone?: components["schemas"]["Tone"];
            topic: string;
        };
        /**
         * @description How spoken words are shown.
         * @enum {string}
         */
        Captions: "word" | "line" | "off";
        /** @description What has been chosen; each part is saved when it is chosen. The format lives in the brief. */
        Choices: {
            avatarId: components["schemas"]["AvatarId"];
            background: components["schemas"]["Background"];
            /** @description Words of the end card; absent means those of the chosen script. */
            callToAction?: string | null;
            captions: components["schemas"]["Captions"];
            scriptId?: components["schemas"]["ScriptId"] | null;
            /** @description The chosen script as edited, as it also stands with the script; absent means as written. */
            scriptText?: string | null;
            voiceId: components["schemas"]["VoiceId"];
        };
        /** @description The parts of a project that a person changes; an absent part stays as it is. */
        ChoicesPatch: {
            avatarId?: components["schemas"]["AvatarId"] | null;
            background?: components["schemas"]["Background"] | null;
            callToAction?: string | null;
            captions?: components["schemas"]["Captions"] | null;
            format?: components["schemas"]["Format"] | null;
            scriptId?: components["schemas"]["ScriptId"] | null;
            scriptText?: string | null;
            voiceId?: components["schemas"]["VoiceId"] | null;
        };
        /** @description What an execution costs. */
        Cost: {
            actualUsd: components["schemas"]["Money"];
            estimatedUsd: components["schemas"]["Money"];
            reservedUsd: components["schemas"]["Money"];
        };
        /** @description One webhook on its way, or at its end. */
        Delivery: {
            attempts: components["schemas"]["DeliveryAttempt"][];
            /** @description What is sent. */
            body: string;
            createdAt: components["schemas"]["Timestamp"];
            executionId: components["schemas"]["ExecutionId"] | null;
            id: components["schemas"]["DeliveryId"];
            nextAttemptAt: components["schemas"]["Timestamp"] | null;
            /** @description `pending`, `delivered`, `failed` or `disabled`. */
            status: string;
            url: string;
        };
        /** @description One attempt to deliver it. */
        DeliveryAttempt: {
            /** @description The beginning of the answer. */
            answer: string;
            at: components["schemas"]["Timestamp"];
            /** Format: int64 */
            durationMs: number;
            /** @description Why there was no answer. */
            error: string | null;
            /**
             * Format: int32
             * @description From 1.
             */
            number: number;
            /**
             * Format: int32
             * @description What the receiver answered.
             */
            statusCode: number | null;
        };
        /**
         * @description A webhook on its way.
         * @example whd_01kb0000000000000000000000
         */
        DeliveryId: string;
        /** @example name@example.com */
        Email: string;
        /** @description Why an execution failed. */
        ErrorDetail: {
            code: components["schemas"]["FailureCode"];
            provider: string;
            /** @description One sentence that says what to do. */
            remedy: string;
            retryable: boolean;
            stage: components["schemas"]["StepName"];
        };
        /** @description What an execution will take and cost, before anything is paid. */
        Estimate: {
            costUsd: components["schemas"]["Money"];
            /**
             * Format: int32
             * @description Length of the finished ad.
             */
            durationMs: number;
            lines: components["schemas"]["EstimateLine"][];
            renderSeconds: components["schemas"]["RenderSeconds"];
        };
        /** @description One step of an estimate. */
        EstimateLine: {
            costUsd: components["schemas"]["Money"];
            provider: string;
            /** @description The project has what this step makes, so it is not made again. */
            reused?: boolean;
            /** Format: float */
            seconds: number;
            step: components["schemas"]["StepName"];
        };
        /** @description One accepted order, as everybody sees it. */
        Execution: {
            cost: components["schemas"]["Cost"];
            createdAt: components["schemas"]["Timestamp"];
            currentJob: components["schemas"]["StepName"] | null;
            error: string | null;
            errorDetail: components["schemas"]["ErrorDetail"] | null;
            id: components["schemas"]["ExecutionId"];
            jobs: components["schemas"]["Job"][];
            /**
             * Format: int64
             * @description The number of the newest event that this view contains; watch from here.
             */
            lastEvent: number;
            /**
             * Format: int32
             * @description 0 to 100; 100 only when completed, and it never falls within one attempt.
             */
            progress: number;
            projectId: components["schemas"]["ProjectId"] | null;
            result: components["schemas"]["MediaResult"] | null;
            status: components["schemas"]["Status"];
            type: components["schemas"]["ExecutionKind"];
            updatedAt: components["schemas"]["Timestamp"];
            webhook: string | null;
        };
        /** @description One thing that happened, numbered from 1 within its execution, with no gaps. */
        ExecutionEvent: {
            at: components["schemas"]["Timestamp"];
            currentJob: components["schemas"]["StepName"] | null;
            error?: string | null;
            errorDetail?: components["schemas"]["ErrorDetail"] | null;
            job?: components["schemas"]["Job"] | null;
            /** @description One plain sentence for people: "Drawing frame 274 of 720." */
            message: string;
            /** Format: int32 */
            progress: number;
            result?: components["schemas"]["MediaResult"] | null;
            /** Format: int64 */
            seq: number;
            status: components["schemas"]["Status"];
        };
        /**
         * @description One accepted order.
         * @example ex_01kb0000000000000000000000
         */
        ExecutionId: string;
        /**
         * @description What is being made.
         * @enum {string}
         */
        ExecutionKind: "avatar-ad" | "generate-video" | "pipeline";
        /**
         * @description The kinds of failure that a program can tell apart.
         * @enum {string}
         */
        FailureCode: "invalid_input" | "missing" | "deadline" | "refused" | "unavailable" | "needs_review" | "internal";
        /** @description What is wrong with one field. */
        FieldProblem: {
            detail: string;
            /** @description A JSON pointer into the body: `#/topic`, `#/pipeline/1/input/image`. */
            pointer: string;
        };
        /**
         * @description The shape of the picture.
         * @enum {string}
         */
        Format: "9:16" | "1:1" | "16:9";
        /**
         * @description The named shape of an argument.
         * @enum {string}
         */
        Framework: "hook-problem-solution" | "before-after-bridge" | "story-proof-offer";
        /**
         * @description How a voice presents.
         * @enum {string}
         */
        Gender: "female" | "male";
        /** @description A link by which somebody becomes a member, once. */
        Invitation: {
            createdAt: components["schemas"]["Timestamp"];
            endsAt: components["schemas"]["Timestamp"];
            id: components["schemas"]["InvitationId"];
            /** @description As what. */
            role: components["schemas"]["Role"];
        };
        /**
         * @description An invitation.
         * @example inv_01kb0000000000000000000000
         */
        InvitationId: string;
        /** @description One step as the API shows it. */
        Job: {
            /** Format: int32 */
            attempts: number;
            costUsd: components["schemas"]["Money"];
            error: string | null;
            finishedAt: components["schemas"]["Timestamp"] | null;
            name: components["schemas"]["StepName"];
            /** Format: int32 */
            progress: number;
            provider: string;
            startedAt: components["schemas"]["Timestamp"] | null;
            status: components["schemas"]["Status"];
            step: components["schemas"]["StepKind"];
        };
        /**
         * @description One of them.
         * @enum {string}
         */
        KeyedProvider: "openrouter" | "heygen" | "elevenlabs" | "fal" | "replicate" | "imagekit";
        /**
         * @description What is known of a key.
         * @enum {string}
         */
        KeyState: "works" | "refused" | "untested";
        /**
         * @description The language of the script. The built-in writer and voices speak English; keys bring the others.
         * @enum {string}
         */
        Language: "en" | "de" | "fr" | "es";
        /** @description A part of a list as the API sends it. */
        List_ApiKey: {
            items: {
                createdAt: components["schemas"]["Timestamp"];
                id: components["schemas"]["ApiKeyId"];
                lastUsedAt: components["schemas"]["Timestamp"] | null;
                name: string;
                scope: components["schemas"]["Scope"];
            }[];
            /** @description Where the next part begins: `?cursor=`. Nothing where this is the last one. */
            nextCursor: string | null;
        };
        /** @description A part of a list as the API sends it. */
        List_Asset: {
            items: {
                /** Format: int64 */
                bytes: number;
                contentType: string;
                createdAt: components["schemas"]["Timestamp"];
                /** Format: int32 */
                height: number;
                id: components["schemas"]["AssetId"];
                /** @description Unguessable address, no session needed. */
                url: string;
                /** Format: int32 */
                width: number;
            }[];
            /** @description Where the next part begins: `?cursor=`. Nothing where this is the last one. */
            nextCursor: string | null;
        };
        /** @description A part of a list as the API sends it. */
        List_Avatar: {
            items: {
                gender?: components["schemas"]["Gender"] | null;
                id: components["schemas"]["AvatarId"];
                name: string;
                /** @description A picture of the avatar, moving where the provider has one. */
                previewUrl?: string | null;
                /** @description Who draws it: `studio` for the built-in presenters. */
                provider: string;
            }[];
            /** @description Where the next part begins: `?cursor=`. Nothing where this is the last one. */
            nextCursor: string | null;
        };
        /** @description A part of a list as the API sends it. */
        List_Delivery: {
            items: {
                attempts: components["schemas"]["DeliveryAttempt"][];
                /** @description What is sent. */
                body: string;
                createdAt: components["schemas"]["Timestamp"];
                executionId: components["schemas"]["ExecutionId"] | null;
                id: components["schemas"]["DeliveryId"];
                nextAttemptAt: components["schemas"]["Timestamp"] | null;
                /** @description `pending`, `delivered`, `failed` or `disabled`. */
                status: string;
                url: string;
            }[];
            /** @description Where the next part begins: `?cursor=`. Nothing where this is the last one. */
            nextCursor: string | null;
        };
        /** @description A part of a list as the API sends it. */
        List_Execution: {
            items: {
                cost: components["schemas"]["Cost"];
                createdAt: components["schemas"]["Timestamp"];
                currentJob: components["schemas"]["StepName"] | null;
                error: string | null;
                errorDetail: components["schemas"]["ErrorDetail"] | null;
                id: components["schemas"]["ExecutionId"];
                jobs: components["schemas"]["Job"][];
                /**
                 * Format: int64
                 * @description The number of the newest event that this view contains; watch from here.
                 */
                lastEvent: number;
                /**
                 * Format: int32
                 * @description 0 to 100; 100 only when completed, and it never falls within one attempt.
                 */
                progress: number;
                projectId: components["schemas"]["ProjectId"] | null;
                result: components["schemas"]["MediaResult"] | null;
                status: components["schemas"]["Status"];
                type: components["schemas"]["ExecutionKind"];
                updatedAt: components["schemas"]["Timestamp"];
                webhook: string | null;
            }[];
            /** @description Where the next part begins: `?cursor=`. Nothing where this is the last one. */
            nextCursor: string | null;
        };
        /** @description A part of a list as the API sends it. */
        List_Invitation: {
            items: {
                createdAt: components["schemas"]["Timestamp"];
                endsAt: components["schemas"]["Timestamp"];
                id: components["schemas"]["InvitationId"];
                /** @description As what. */
                role: components["schemas"]["Role"];
            }[];
            /** @description Where the next part begins: `?cursor=`. Nothing where this is the last one. */
            nextCursor: string | null;
        };
        /** @description A part of a list as the API sends it. */
        List_ListedProject: {
            items: {
                /** Format: int32 */
                durationMs: number | null;
                format: components["schemas"]["Format"];
                id: components["schemas"]["ProjectId"];
                latestExecutionId: components["schemas"]["ExecutionId"] | null;
                opening: string | null;
                posterUrl: string | null;
                /** Format: int32 */
                progress: number;
                status: components["schemas"]["Status"] | null;
                topic: string;
                updatedAt: components["schemas"]["Timestamp"];
            }[];
            /** @description Where the next part begins: `?cursor=`. Nothing where this is the last one. */
            nextCursor: string | null;
        };
        /** @description A part of a list as the API sends it. */
        List_OutsideRequest: {
            items: {
                askedAt: components["schemas"]["Timestamp"];
                costUsd: components["schemas"]["Money"] | null;
                endedAt: components["schemas"]["Timestamp"] | null;
                provider: string;
                /** @description Under which the provider knows it; nothing while no answer was read. */
                providerJobId: string | null;
                /** @description `intent`, `submitted`, `done`, `failed` or `unknown`. */
                state: string;
                step: components["schemas"]["StepName"];
            }[];
            /** @description Where the next part begins: `?cursor=`. Nothing where this is the last one. */
            nextCursor: string | null;
        };
        /** @description A part of a list as the API sends it. */
        List_ProviderKey: {
            items: {
                /** @description The provider. */
                id: components["schemas"]["KeyedProvider"];
                /** @description Why it does not work, or could not be tested. */
                lastError: string | null;
                /** @description How it ends. */
                lastFour: string;
                savedAt: components["schemas"]["Timestamp"];
                state: components["schemas"]["KeyState"];
                testedAt: components["schemas"]["Timestamp"] | null;
                /** @description Whether anything here works with it yet; otherwise it is only kept. */
                used: boolean;
            }[];
            /** @description Where the next part begins: `?cursor=`. Nothing where this is the last one. */
            nextCursor: string | null;
        };
        /** @description A part of a list as the API sends it. */
        List_TeamMember: {
            items: {
                email: components["schemas"]["Email"];
                id: components["schemas"]["UserId"];
                joinedAt: components["schemas"]["Timestamp"];
                role: components["schemas"]["Role"];
            }[];
            /** @description Where the next part begins: `?cursor=`. Nothing where this is the last one. */
            nextCursor: string | null;
        };
        /** @description A part of a list as the API sends it. */
        List_Voice: {
            items: {
                /** @description One line on how it sounds: "Warm and low". */
                description?: string | null;
                gender?: components["schemas"]["Gender"] | null;
                id: components["schemas"]["VoiceId"];
                /** @description BCP 47, `en-US`. */
                language?: string | null;
                name: string;
                /** @description A short sample to listen to. */
                previewUrl?: string | null;
                /** @description Who speaks: `studio` for the built-in voices. */
                provider: string;
            }[];
            /** @description Where the next part begins: `?cursor=`. Nothing where this is the last one. */
            nextCursor: string | null;
        };
        /** @description One project in a list, under the name that every object of the API has. */
        ListedProject: {
            /** Format: int32 */
            durationMs: number | null;
            format: components["schemas"]["Format"];
            id: components["schemas"]["ProjectId"];
            latestExecutionId: components["schemas"]["ExecutionId"] | null;
            opening: string | null;
            posterUrl: string | null;
            /** Format: int32 */
            progress: number;
            status: components["schemas"]["Status"] | null;
            topic: string;
            updatedAt: components["schemas"]["Timestamp"];
        };
        /** @description The finished media. All addresses are unguessable and need no session. */
        MediaResult: {
            /** Format: int64 */
            bytes: number;
            /** @description WebVTT. */
            captionsUrl: string;
            /** Format: int32 */
            durationMs: number;
            /** Format: int32 */
            height: number;
            /** @description Absent where nobody made a picture of it. */
            posterUrl: string | null;
            /** @description SubRip. */
            subtitlesUrl?: string | null;
            url: string;
            /** Format: int32 */
            width: number;
        };
        /**
         * @description US dollars, as a decimal number.
         * @example 0.0230
         */
        Money: string;
        /** @description A key that was just made, with the only sight of itself. */
        NewApiKey: components["schemas"]["ApiKey"] & {
            key: string;
        };
        /** @description An invitation that was just made, with the only sight of its link. */
        NewInvitation: components["schemas"]["Invitation"] & {
            url: string;
        };
        /** @description `{name?, scope?}`. */
        NewKey: {
            /** @description What it is for. */
            name?: string | null;
            scope?: components["schemas"]["Scope"] | null;
        };
        /** @description `{topic, tone?, audience?, language?, length?, format?, url?}`. */
        NewProject: {
            audience?: string | null;
            format?: components["schemas"]["Format"];
            language?: components["schemas"]["Language"];
            length?: components["schemas"]["ScriptLength"];
            tone?: components["schemas"]["Tone"];
            /** @description Needed unless a product's page gives it. */
            topic?: string;
            /** @description The address of a product's page: it gives the topic, where none is sent, and pictures to choose from. */
            url?: string | null;
        };
        /** @description What was asked of a provider for money. */
        OutsideRequest: {
            askedAt: components["schemas"]["Timestamp"];
            costUsd: components["schemas"]["Money"] | null;
            endedAt: components["schemas"]["Timestamp"] | null;
            provider: string;
            /** @description Under which the provider knows it; nothing while no answer was read. */
            providerJobId: string | null;
            /** @description `intent`, `submitted`, `done`, `failed` or `unknown`. */
            state: string;
            step: components["schemas"]["StepName"];
        };
        /** @description `{key}`. */
        OwnKey: {
            /** @description As its provider shows it. */
            key: string;
        };
        /** @description A form with one picture. */
        PictureForm: {
            /**
             * Format: binary
             * @description PNG, JPEG or WebP of at most 20 MiB.
             */
            file: string;
        };
        /** @description `{pipeline, webhook?, webhookSecret?}`. */
        PipelineBody: {
            /** @description Each step takes what earlier ones made by `{"ref": "ID.FIELD"}`; the media of the last one are the result. */
            pipeline: components["schemas"]["PlannedStep"][];
            /** @description Who is told of the end. */
            webhook?: string | null;
            /** @description Signs what is sent; the account's own secret where there is none. */
            webhookSecret?: string | null;
        };
        /**
         * @description One step of a pipeline. Its input is an object; a value `{"ref": "OTHER.field"}` in it takes what an earlier step
         *     left.
         */
        PlannedStep: {
            id: components["schemas"]["StepName"];
            input?: Record<string, unknown>;
            step: components["schemas"]["StepKind"];
        };
        /** @description A refusal as it is sent. */
        Problem: {
            /** @description What is wrong, or what to do. */
            detail: string;
            /** @description The fields that cannot be taken, on 400. */
            errors?: components["schemas"]["FieldProblem"][];
            /** Format: int32 */
            status: number;
            /** @description The status in words. */
            title: string;
            /** @description Always `about:blank`: the status says what kind of problem it is. */
            type: string;
        };
        /** @description A product as its page shows it. */
        ProductPage: {
            brand?: string | null;
            /** @description The brand's colours, without white, black and greys. */
            colours?: components["schemas"]["Rgb"][];
            description?: string | null;
            /** @description Complete addresses, the best picture first. */
            pictures?: string[];
            /** @description `EUR 29.90`, `€29.90`, or `from EUR 19.90` where there are several. */
            price?: string | null;
            title: string;
        };
        /** @description One ad in the making. */
        Project: components["schemas"]["Brief"] & components["schemas"]["Choices"] & {
            createdAt: components["schemas"]["Timestamp"];
            id: components["schemas"]["ProjectId"];
            latestExecutionId?: components["schemas"]["ExecutionId"] | null;
            page?: components["schemas"]["ProductPage"] | null;
            /** @description Every script written for it, the newest set last. */
            scripts: components["schemas"]["Script"][];
            updatedAt: components["schemas"]["Timestamp"];
            /**
             * @description The newest execution, if there is one.
             *     The product's page that it was made from, and what that said.
             */
            url?: string | null;
        };
        /**
         * @description One ad in the making.
         * @example prj_01kb0000000000000000000000
         */
        ProjectId: string;
        /** @description A key as its owners see it; the key itself is never shown again. */
        ProviderKey: {
            /** @description The provider. */
            id: components["schemas"]["KeyedProvider"];
            /** @description Why it does not work, or could not be tested. */
            lastError: string | null;
            /** @description How it ends. */
            lastFour: string;
            savedAt: components["schemas"]["Timestamp"];
            state: components["schemas"]["KeyState"];
            testedAt: components["schemas"]["Timestamp"] | null;
            /** @description Whether anything here works with it yet; otherwise it is only kept. */
            used: boolean;
        };
        /** @description `{webhook?, webhookSecret?}`. */
        RenderBody: {
            /** @description Who is told of the end. */
            webhook?: string | null;
            /** @description Signs what is sent; the account's own secret where there is none. */
            webhookSecret?: string | null;
        };
        /** @description A range of seconds: half of the renders take less than `p50`, nineteen of twenty less than `p95`. */
        RenderSeconds: {
            /** Format: int32 */
            p50: number;
            /** Format: int32 */
            p95: number;
        };
        /** @description `{step, made: true, providerJobId}`, or `{step, made: false}`. */
        ResolveBody: {
            /** @description Whether the provider made it. */
            made: boolean;
            /** @description Under which id, where it did. */
            providerJobId?: string | null;
            step: components["schemas"]["StepName"];
        };
        /**
         * @description A colour.
         * @example #1f3742
         */
        Rgb: string;
        /**
         * @description What somebody is: of an account, or of the whole installation.
         * @enum {string}
         */
        Role: "owner" | "admin" | "member";
        /** @description `{role}`. */
        RoleBody: {
            role: components["schemas"]["Role"];
        };
        /**
         * @description How far a key, or a person, may go in an account. Each scope has all that the ones before it have.
         * @enum {string}
         */
        Scope: "read" | "write" | "admin";
        /** @description One finished script. `text` is all that is spoken: hook, body and call to action. */
        Script: {
            body: string;
            callToAction: string;
            /** @description `text` as a person changed it; absent means as written. It stays while another script is chosen. */
            editedText?: string | null;
            framework: components["schemas"]["Framework"];
            hook: string;
            id: components["schemas"]["ScriptId"];
            /**
             * Format: int32
             * @description Estimated spoken length, in seconds.
             */
            seconds: number;
            /**
             * Format: int32
             * @description Which set of three it came with, counted from 0: its paper colour.
             */
            set?: number;
            text: string;
            title: string;
            /** Format: int32 */
            words: number;
        };
        /**
         * @description One script of a project.
         * @example scr_01kb0000000000000000000000
         */
        ScriptId: string;
        /**
         * @description About how long the ad should speak.
         * @enum {string}
         */
        ScriptLength: "15" | "30" | "45" | "60";
        /** @description One event on its way. */
        SentEvent: {
            /** @description An `ExecutionEvent` as JSON. */
            data: string;
            /** @description Its number. */
            id: string;
        };
        /** @description A public page. */
        Share: {
            id: components["schemas"]["ShareToken"];
            /** @description Anybody who has it sees the ad. */
            url: string;
        };
        /**
         * @description The unguessable part of a public page.
         * @example sh_01kb0000000000000000000000
         */
        ShareToken: string;
        /**
         * @description Where an execution stands. `Completed`, `Failed` and `Cancelled` are final; a retry queues a failed one again.
         * @enum {string}
         */
        Status: "queued" | "running" | "completed" | "failed" | "cancelled";
        /**
         * @description What a step does.
         * @enum {string}
         */
        StepKind: "scripts" | "speech" | "presenter" | "image" | "video" | "compose" | "publish";
        /**
         * @description What a step is called within its execution.
         * @example speech
         */
        StepName: string;
        /** @description One person of the team, under the name that every object of the API has. */
        TeamMember: {
            email: components["schemas"]["Email"];
            id: components["schemas"]["UserId"];
            joinedAt: components["schemas"]["Timestamp"];
            role: components["schemas"]["Role"];
        };
        /** @description `{webhook, webhookSecret?}`. */
        TestBody: {
            /** @description Who is told. */
            webhook: string;
            /** @description Signs what is sent; the account's own secret where there is none. */
            webhookSecret?: string | null;
        };
        /**
         * Format: date-time
         * @description A moment, in UTC.
         * @example 2026-11-27T09:00:00.000Z
         */
        Timestamp: string;
        /**
         * @description How the ad should sound.
         * @enum {string}
         */
        Tone: "warm" | "plain" | "playful" | "urgent";
        /** @description This month so far. */
        Usage: {
            costLimit: components["schemas"]["Money"];
            /** @description For what is under way. */
            costReserved: components["schemas"]["Money"];
            costThisMonth: components["schemas"]["Money"];
            /** @description What was paid, by day and provider. */
            lines: components["schemas"]["UsageLine"][];
            /** Format: int32 */
            monthlyLimit: number;
            /** Format: int32 */
            videosThisMonth: number;
        };
        /** @description What was paid to one provider on one day. */
        UsageLine: {
            costUsd: components["schemas"]["Money"];
            /** @description `2026-11-26`, in UTC. */
            day: string;
            provider: string;
            /** Format: int32 */
            requests: number;
        };
        /**
         * @description One person.
         * @example usr_01kb0000000000000000000000
         */
        UserId: string;
        /** @description `{prompt, duration?, webhook?, webhookSecret?}`. */
        VideoBody: {
            /**
             * Format: int32
             * @description Seconds; 5 where nothing is said.
             */
            duration?: number | null;
            prompt: string;
            /** @description Who is told of the end. */
            webhook?: string | null;
            /** @description Signs what is sent; the account's own secret where there is none. */
            webhookSecret?: string | null;
        };
        /** @description A voice that can speak a script. */
        Voice: {
            /** @description One line on how it sounds: "Warm and low". */
            description?: string | null;
            gender?: components["schemas"]["Gender"] | null;
            id: components["schemas"]["VoiceId"];
            /** @description BCP 47, `en-US`. */
            language?: string | null;
            name: string;
            /** @description A short sample to listen to. */
            previewUrl?: string | null;
            /** @description Who speaks: `studio` for the built-in voices. */
            provider: string;
        };
        /**
         * @description By its provider's name.
         * @example af_heart
         */
        VoiceId: string;
        /** @description The account's own secret. */
        WebhookSecrets: {
            previousUntil: components["schemas"]["Timestamp"] | null;
            /** @description Signs what was ordered without a secret. */
            secret: string;
        };
    };
    responses: {
        /** @description Something cannot be taken as it is; `errors` says what */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It does not fit what is there now, or the Idempotency-Key is taken */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This needs a larger scope, or came from another site */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Absent, or not yours */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is of another kind */
        OtherKind: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It took too long */
        TimedOut: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests; `Retry-After` says when to come again */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No key and no session, or none that opens anything */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not right now, or the studio is stopping; `Retry-After` says when to come again */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Accepted = components['schemas']['Accepted'];
export type ApiKey = components['schemas']['ApiKey'];
export type ApiKeyId = components['schemas']['ApiKeyId'];
export type Asset = components['schemas']['Asset'];
export type AssetId = components['schemas']['AssetId'];
export type Avatar = components['schemas']['Avatar'];
export type AvatarId = components['schemas']['AvatarId'];
export type Background = components['schemas']['Background'];
export type Brief = components['schemas']['Brief'];
export type Captions = components['schemas']['Captions'];
export type Choices = components['schemas']['Choices'];
export type ChoicesPatch = components['schemas']['ChoicesPatch'];
export type Cost = components['schemas']['Cost'];
export type Delivery = components['schemas']['Delivery'];
export type DeliveryAttempt = components['schemas']['DeliveryAttempt'];
export type DeliveryId = components['schemas']['DeliveryId'];
export type Email = components['schemas']['Email'];
export type ErrorDetail = components['schemas']['ErrorDetail'];
export type Estimate = components['schemas']['Estimate'];
export type EstimateLine = components['schemas']['EstimateLine'];
export type Execution = components['schemas']['Execution'];
export type ExecutionEvent = components['schemas']['ExecutionEvent'];
export type ExecutionId = components['schemas']['ExecutionId'];
export type ExecutionKind = components['schemas']['ExecutionKind'];
export type FailureCode = components['schemas']['FailureCode'];
export type FieldProblem = components['schemas']['FieldProblem'];
export type Format = components['schemas']['Format'];
export type Framework = components['schemas']['Framework'];
export type Gender = components['schemas']['Gender'];
export type Invitation = components['schemas']['Invitation'];
export type InvitationId = components['schemas']['InvitationId'];
export type Job = components['schemas']['Job'];
export type KeyedProvider = components['schemas']['KeyedProvider'];
export type KeyState = components['schemas']['KeyState'];
export type Language = components['schemas']['Language'];
export type ListApiKey = components['schemas']['List_ApiKey'];
export type ListAsset = components['schemas']['List_Asset'];
export type ListAvatar = components['schemas']['List_Avatar'];
export type ListDelivery = components['schemas']['List_Delivery'];
export type ListExecution = components['schemas']['List_Execution'];
export type ListInvitation = components['schemas']['List_Invitation'];
export type ListListedProject = components['schemas']['List_ListedProject'];
export type ListOutsideRequest = components['schemas']['List_OutsideRequest'];
export type ListProviderKey = components['schemas']['List_ProviderKey'];
export type ListTeamMember = components['schemas']['List_TeamMember'];
export type ListVoice = components['schemas']['List_Voice'];
export type ListedProject = components['schemas']['ListedProject'];
export type MediaResult = components['schemas']['MediaResult'];
export type Money = components['schemas']['Money'];
export type NewApiKey = components['schemas']['NewApiKey'];
export type NewInvitation = components['schemas']['NewInvitation'];
export type NewKey = components['schemas']['NewKey'];
export type NewProject = components['schemas']['NewProject'];
export type OutsideRequest = components['schemas']['OutsideRequest'];
export type OwnKey = components['schemas']['OwnKey'];
export type PictureForm = components['schemas']['PictureForm'];
export type PipelineBody = components['schemas']['PipelineBody'];
export type PlannedStep = components['schemas']['PlannedStep'];
export type Problem = components['schemas']['Problem'];
export type ProductPage = components['schemas']['ProductPage'];
export type Project = components['schemas']['Project'];
export type ProjectId = components['schemas']['ProjectId'];
export type ProviderKey = components['schemas']['ProviderKey'];
export type RenderBody = components['schemas']['RenderBody'];
export type RenderSeconds = components['schemas']['RenderSeconds'];
export type ResolveBody = components['schemas']['ResolveBody'];
export type Rgb = components['schemas']['Rgb'];
export type Role = components['schemas']['Role'];
export type RoleBody = components['schemas']['RoleBody'];
export type Scope = components['schemas']['Scope'];
export type Script = components['schemas']['Script'];
export type ScriptId = components['schemas']['ScriptId'];
export type ScriptLength = components['schemas']['ScriptLength'];
export type SentEvent = components['schemas']['SentEvent'];
export type Share = components['schemas']['Share'];
export type ShareToken = components['schemas']['ShareToken'];
export type Status = components['schemas']['Status'];
export type StepKind = components['schemas']['StepKind'];
export type StepName = components['schemas']['StepName'];
export type TeamMember = components['schemas']['TeamMember'];
export type TestBody = components['schemas']['TestBody'];
export type Timestamp = components['schemas']['Timestamp'];
export type Tone = components['schemas']['Tone'];
export type Usage = components['schemas']['Usage'];
export type UsageLine = components['schemas']['UsageLine'];
export type UserId = components['schemas']['UserId'];
export type VideoBody = components['schemas']['VideoBody'];
export type Voice = components['schemas']['Voice'];
export type VoiceId = components['schemas']['VoiceId'];
export type WebhookSecrets = components['schemas']['WebhookSecrets'];
export type ResponseBadRequest = components['responses']['BadRequest'];
export type ResponseConflict = components['responses']['Conflict'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponseOtherKind = components['responses']['OtherKind'];
export type ResponseTimedOut = components['responses']['TimedOut'];
export type ResponseTooLarge = components['responses']['TooLarge'];
export type ResponseTooManyRequests = components['responses']['TooManyRequests'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseUnavailable = components['responses']['Unavailable'];
export type $defs = Record<string, never>;
export interface operations {
    listAssets: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the part before. */
                cursor?: string;
                /** @description How many items at most; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the pictures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Asset"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    uploadAsset: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, so that it may be sent again and makes one thing */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["PictureForm"];
            };
        };
        responses: {
            /** @description The picture, without its metadata */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asset"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["OtherKind"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AssetId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asset"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAvatars: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the part before. */
                cursor?: string;
                /** @description How many items at most; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the avatars */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Avatar"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the part before. */
                cursor?: string;
                /** @description How many items at most; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the deliveries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Delivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["DeliveryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery with its attempts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    redeliver: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, so that it may be sent again and makes one thing */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["DeliveryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery, on its way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listExecutions: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the part before. */
                cursor?: string;
                /** @description How many items at most; 50 where nothing is said. */
                limit?: number;
                project?: components["schemas"]["ProjectId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the executions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Execution"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description The project is absent, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            408: components["responses"]["TimedOut"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    composeExecution: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, so that it may be sent again and makes one thing */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "pipeline": [
                 *         {
                 *           "id": "speech",
                 *           "input": {
                 *             "text": "Warm coffee, all day. Get your mug.",
                 *             "voice": "plain"
                 *           },
                 *           "step": "speech"
                 *         },
                 *         {
                 *           "id": "presenter",
                 *           "input": {
                 *             "avatar": "amara",
                 *             "sound": {
                 *               "ref": "speech.sound"
                 *             }
                 *           },
                 *           "step": "presenter"
                 *         },
                 *         {
                 *           "id": "ad",
                 *           "input": {
                 *             "background": "#1f3742",
                 *             "take": {
                 *               "ref": "presenter.take"
                 *             }
                 *           },
                 *           "step": "compose"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PipelineBody"];
            };
        };
        responses: {
            /** @description Accepted; what comes of it is read at `statusUrl` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description A limit of the month is reached */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["OtherKind"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getExecution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The execution as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelExecution: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, so that it may be sent again and makes one thing */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The execution as it then is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listExecutionDeliveries: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the part before. */
                cursor?: string;
                /** @description How many items at most; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                id: components["schemas"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the deliveries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Delivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    followExecution: {
        parameters: {
            query?: never;
            header?: {
                /** @description The number of the last event that the reader has */
                "Last-Event-ID"?: number | null;
            };
            path: {
                id: components["schemas"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, as they come */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["SentEvent"];
                };
            };
            /** @description It is over, and the reader has all of it */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRequests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The requests, in the order in which they were made */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_OutsideRequest"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    resolveExecution: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, so that it may be sent again and makes one thing */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "made": true,
                 *       "providerJobId": "gm3qorzdhgbfurvjtvhg6dckhu",
                 *       "step": "video"
                 *     }
                 */
                "application/json": components["schemas"]["ResolveBody"];
            };
        };
        responses: {
            /** @description The execution, which goes on */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description A limit of the month is reached */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["OtherKind"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    retryExecution: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, so that it may be sent again and makes one thing */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The execution, queued again */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description A limit of the month is reached */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    shareExecution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Share"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            /** @description It is not completed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    unshareExecution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its address leads nowhere any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    generateVideo: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, so that it may be sent again and makes one thing */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "duration": 5,
                 *       "prompt": "a mug on a windowsill, steam rising"
                 *     }
                 */
                "application/json": components["schemas"]["VideoBody"];
            };
        };
        responses: {
            /** @description Accepted; what comes of it is read at `statusUrl` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description A limit of the month is reached */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["OtherKind"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the part before. */
                cursor?: string;
                /** @description How many items at most; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the invitations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Invitation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, so that it may be sent again and makes one thing */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "member"
                 *     }
                 */
                "application/json": components["schemas"]["RoleBody"];
            };
        };
        responses: {
            /** @description The invitation with its link */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewInvitation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["OtherKind"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["InvitationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its link leads nowhere any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the part before. */
                cursor?: string;
                /** @description How many items at most; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_ApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, so that it may be sent again and makes one thing */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "build server",
                 *       "scope": "write"
                 *     }
                 */
                "application/json": components["schemas"]["NewKey"] | null;
            };
        };
        responses: {
            /** @description The key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["OtherKind"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ApiKeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the part before. */
                cursor?: string;
                /** @description How many items at most; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the team */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_TeamMember"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They see nothing of the account any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            /** @description It would leave the account with no owner */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "admin"
                 *     }
                 */
                "application/json": components["schemas"]["RoleBody"];
            };
        };
        responses: {
            /** @description The member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamMember"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            /** @description It would leave the account with no owner */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["OtherKind"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProjects: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the part before. */
                cursor?: string;
                filter?: string;
                /** @description How many items at most; 50 where nothing is said. */
                limit?: number;
                /** @description Words that must all be found in the topic or in a script. */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the projects */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_ListedProject"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, so that it may be sent again and makes one thing */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "format": "9:16",
                 *       "tone": "warm",
                 *       "topic": "a mug that keeps coffee warm"
                 *     }
                 */
                "application/json": components["schemas"]["NewProject"];
            };
        };
        responses: {
            /** @description The project */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["OtherKind"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ProjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ProjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ProjectId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "avatarId": "amara",
                 *       "background": "scene:kitchen",
                 *       "captions": "word"
                 *     }
                 */
                "application/json": components["schemas"]["ChoicesPatch"];
            };
        };
        responses: {
            /** @description The project as it now is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["OtherKind"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    estimateProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ProjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The most that it costs, and how long it takes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Estimate"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    renderProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, so that it may be sent again and makes one thing */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["ProjectId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "webhook": "https://example.com/hooks/pitchreel",
                 *       "webhookSecret": "a secret of mine"
                 *     }
                 */
                "application/json": components["schemas"]["RenderBody"] | null;
            };
        };
        responses: {
            /** @description Accepted; what comes of it is read at `statusUrl` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description A limit of the month is reached */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["OtherKind"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    writeScripts: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, so that it may be sent again and makes one thing */
                "Idempotency-Key"?: string;
            };
            path: {
                id: components["schemas"]["ProjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project with all of its scripts */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProviderKeys: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the part before. */
                cursor?: string;
                /** @description How many items at most; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How each key stands; none is shown */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_ProviderKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProviderKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: components["schemas"]["KeyedProvider"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands; the key is not shown */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    saveProviderKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: components["schemas"]["KeyedProvider"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": "the key, as the provider shows it"
                 *     }
                 */
                "application/json": components["schemas"]["OwnKey"];
            };
        };
        responses: {
            /** @description How it stands; the key is not shown */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["OtherKind"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteProviderKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: components["schemas"]["KeyedProvider"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing is made with it any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getUsage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Places and money */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listVoices: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the part before. */
                cursor?: string;
                /** @description How many items at most; 50 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the voices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Voice"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It signs what was ordered without a secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecrets"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, so that it may be sent again and makes one thing */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new one, and until when the one before signs too */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecrets"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, so that it may be sent again and makes one thing */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "webhook": "https://example.com/hooks/pitchreel"
                 *     }
                 */
                "application/json": components["schemas"]["TestBody"];
            };
        };
        responses: {
            /** @description The delivery, on its way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["TimedOut"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["OtherKind"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
}
