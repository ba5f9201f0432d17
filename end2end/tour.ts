// A walk through all pages, for whoever looks at each of them.
import type { Studio } from './studio';

/** Opens every page in turn, as a stranger first, with a finished ad in the end. */
export async function everyPage(studio: Studio, look: (name: string) => Promise<void>): Promise<void> {
  await studio.open('/login');
  await look('log in');
  await studio.open('/signup');
  await look('sign up');
  await studio.signUp();
  await look('topic, first');
  await studio.open('/projects');
  await look('library, empty');
  await studio.open('/settings');
  await look('settings');
  await studio.writeScripts();
  await look('script');
  await studio.useScript();
  await look('customize');
  await studio.step('Render');
  await look('estimate');
  await studio.generate();
  await look('rendering');
  await studio.finished();
  await look('done');
  const timeline = await studio.page.getByRole('link', { name: /How it was made/ }).getAttribute('href');
  const link = await studio.share();
  await look('sharing');
  await studio.open(timeline ?? '/missing');
  await look('timeline');
  await studio.open('/projects');
  await look('library');
  await studio.open(new URL(link).pathname);
  await look('shared');
  await studio.open('/');
  await look('topic, returning');
}
