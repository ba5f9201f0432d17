/**
 * A client for Pitchreel: orders video ads, follows them until they are there, and checks what webhooks tell.
 *
 * @packageDocumentation
 */
export { Pitchreel, type VideoOrder } from './client.js';
export { compose, Ref } from './compose.js';
export type {
  ComposableKind,
  FilmStep,
  Step,
  StepInputs,
  StepOptions,
  TextInput,
  ValueKind,
} from './compose.js';
export type { DownloadOptions } from './download.js';
export { PitchreelError, type FailureFacts, type FailureKind } from './error.js';
export type { EventsOptions } from './follow.js';
export { Listing, type ListOptions } from './list.js';
export type { ExecutionsQuery } from './resources/executions.js';
export type { ProjectsQuery } from './resources/projects.js';
export type { Retries } from './retries.js';
export type { CallOptions, Connection, PostOptions } from './transport.js';
export * from './types.js';
export type { WaitOptions } from './wait.js';
export { verifyWebhook, WebhookError } from './webhook.js';
export type { VerifyOptions, WebhookEvent, WebhookHeaders } from './webhook.js';
