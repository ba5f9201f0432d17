/**
 * What the API speaks of, by name. Everything here comes from the server's own description.
 */
import type { ExecutionEvent, MediaResult, Execution as Described, Status } from './generated.js';

export type {
  Accepted,
  ApiKey,
  Asset,
  Avatar,
  Captions,
  ChoicesPatch,
  Delivery,
  ErrorDetail,
  Estimate,
  ExecutionEvent,
  FailureCode,
  FieldProblem,
  Format,
  Invitation,
  Job,
  KeyedProvider,
  Language,
  ListedProject,
  MediaResult,
  NewApiKey,
  NewInvitation,
  NewProject,
  OutsideRequest,
  PlannedStep,
  ProductPage,
  Project,
  ProviderKey,
  ResolveBody,
  Role,
  Scope,
  Script,
  Share,
  Status,
  StepKind,
  TeamMember,
  Tone,
  Usage,
  Voice,
  WebhookSecrets,
} from './generated.js';

/** One accepted order, as it is at this moment. */
export type Execution = Described;

/** An execution to which nothing more happens by itself: ask `status` what became of it. */
export type FinishedExecution =
  | (Execution & { status: 'completed'; result: MediaResult })
  | (Execution & { status: 'failed' | 'cancelled' });

/** How far an execution is. */
export interface Progress {
  status: Status;
  /** 0 to 100. */
  progress: number;
  /** The step that is under way. */
  currentJob: string | null;
  /** One sentence for people, where the server told one. */
  message?: string;
  /** The event that told of it; absent where it was looked up. */
  event?: ExecutionEvent;
}

/** Who is told of the end of an order. */
export interface Notice {
  /** This address gets one signed POST. */
  webhook?: string;
  /** Signs it; without one, the account's own secret does. */
  webhookSecret?: string;
}

/** A part of a list. */
export interface Page<Item> {
  items: Item[];
  /** Where the next part begins; `null` where this is the last one. */
  nextCursor: string | null;
}

/** Whether nothing more happens by itself. */
export function isFinal(status: Status): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
