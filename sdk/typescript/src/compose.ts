/**
 * Compositions: steps whose inputs take what other steps leave, checked by the compiler before they are sent.
 *
 * ```ts
 * const voice = compose.speech({ text: 'Warm coffee, all day.' });
 * const take = compose.presenter({ sound: voice.sound, avatar: 'amara' });
 * const ad = compose.compose({ take: take.take, background: '#1f3742' });
 * await client.executions.compose(ad);
 * ```
 */
import type { Captions, Format, Language, Tone } from './types.js';

/** What one step leaves and another takes. */
export type ValueKind = 'text' | 'milliseconds' | 'sound' | 'take' | 'image' | 'video';

/** What a step will have left when another one takes it. */
export class Ref<Kind extends ValueKind> {
  /** For the compiler alone: a sound is no image. */
  declare protected readonly kind: Kind;

  constructor(
    readonly step: Step,
    readonly field: string,
  ) {}
}

/** A text, written here or by an earlier step. */
export type TextInput = string | Ref<'text'>;

/** What each kind of step takes. */
export interface StepInputs {
  /** A topic becomes a script. */
  scripts: { topic: TextInput; tone?: Tone; audience?: TextInput };
  /** Text becomes sound with exact timings. */
  speech: { text: TextInput; voice?: string; language?: Language };
  /** The presenter's performance over that sound. */
  presenter: { sound: Ref<'sound'>; avatar?: string; tone?: Tone };
  /** A prompt becomes a picture. */
  image: { prompt: TextInput; format?: Format };
  /** A prompt, and perhaps a picture, become a moving one of 1 to 30 seconds. */
  video: { prompt: TextInput; image?: Ref<'image'>; duration?: number; format?: Format };
  /** Frames, captions and sound become one film. */
  compose: {
    take: Ref<'take'>;
    /** Behind the presenter, in place of a background. */
    image?: Ref<'image'>;
    /** `#rrggbb`, `scene:NAME`, or the id of an asset. */
    background?: string;
    format?: Format;
    captions?: Captions;
    callToAction?: TextInput;
    title?: TextInput;
    quality?: 'full' | 'draft';
  };
}

/** What each kind of step leaves. */
interface StepOutputs {
  scripts: { text: 'text'; title: 'text'; callToAction: 'text' };
  speech: { sound: 'sound'; durationMs: 'milliseconds' };
  presenter: { take: 'take' };
  image: { image: 'image' };
  video: { video: 'video' };
  compose: { video: 'video' };
}

/** The kinds of step that can be composed. */
export type ComposableKind = keyof StepInputs;

/** One step, with what it leaves. */
export type Step<Kind extends ComposableKind = ComposableKind> = {
  readonly kind: Kind;
  /** Its name in the execution; the word for its kind where nothing is said. */
  readonly id: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
} & { readonly [Field in keyof StepOutputs[Kind]]: Ref<StepOutputs[Kind][Field] & ValueKind> };

/** A step that makes a film, which is what an execution has as its result. */
export type FilmStep = Step<'video'> | Step<'compose'>;

/** What a step may be told beside its input. */
export interface StepOptions {
  /** 1 to 24 small letters, digits and `-`, the first one a letter. */
  id?: string;
}

/** Makes steps. Nothing is sent until the last one is given to `client.executions.compose`. */
export const compose = {
  scripts: maker('scripts', ['text', 'title', 'callToAction']),
  speech: maker('speech', ['sound', 'durationMs']),
  presenter: maker('presenter', ['take']),
  image: maker('image', ['image']),
  video: maker('video', ['video']),
  compose: maker('compose', ['video']),
};

function maker<Kind extends ComposableKind>(kind: Kind, outputs: (keyof StepOutputs[Kind] & string)[]) {
  return (input: StepInputs[Kind], { id }: StepOptions = {}): Step<Kind> => {
    const step = { kind, id, input: { ...input } as Record<string, unknown> } as Record<string, unknown>;
    for (const output of outputs) step[output] = new Ref(step as unknown as Step, output);
    return Object.freeze(step) as unknown as Step<Kind>;
  };
}
