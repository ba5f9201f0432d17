// What must not compile: the compiler fails where one of these lines is right.
import { compose, Pitchreel } from '../src/index.js';

export async function wrong(client: Pitchreel): Promise<void> {
  const words = compose.scripts({ topic: 'a mug' });
  const voice = compose.speech({ text: words.text });
  const take = compose.presenter({ sound: voice.sound });
  const picture = compose.image({ prompt: words.title });
  const film = compose.compose({ take: take.take, image: picture.image, title: words.title });

  // @ts-expect-error a take is no sound
  compose.presenter({ sound: take.take });
  // @ts-expect-error nor is a text
  compose.presenter({ sound: 'speech.sound' });
  // @ts-expect-error a sound is no take
  compose.compose({ take: voice.sound });
  // @ts-expect-error a film is no picture
  compose.video({ prompt: 'steam', image: film.video });
  // @ts-expect-error milliseconds are no seconds
  compose.video({ prompt: 'steam', duration: voice.durationMs });
  // @ts-expect-error a picture is no text
  compose.speech({ text: picture.image });
  // @ts-expect-error a speech leaves no take
  compose.compose({ take: voice.take });
  // @ts-expect-error a take is needed
  compose.compose({ background: '#1f3742' });
  // @ts-expect-error there is no such input
  compose.image({ prompt: 'a kitchen', size: 3 });
  // @ts-expect-error there is no such word
  compose.compose({ take: take.take, captions: 'loud' });
  // @ts-expect-error the last step makes a film
  await client.executions.compose(voice);
  // @ts-expect-error a whole step is no reference
  compose.presenter({ sound: voice });

  // @ts-expect-error a topic is a text
  await client.projects.create({ topic: 3 });
  // @ts-expect-error there is no such tone
  await client.projects.create({ topic: 'a mug', tone: 'Warm' });
  const execution = await client.executions.wait('ex_1');
  // @ts-expect-error it may have failed
  execution.result.url.length;
  if (execution.status === 'completed') execution.result.url.length;
  // @ts-expect-error a project is not listed whole
  for await (const project of client.projects.list()) project.scripts;
  await client.executions.compose(film, { webhook: 'https://example.com/hooks' }, { idempotencyKey: 'order-1' });
}
