// Walks through all pages, for whoever looks at each of them.
import type { Server } from './server';
import { topic, type Studio } from './studio';

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
  await studio.page.getByRole('button', { name: 'New key' }).click();
  await studio.page.getByText(/^pr_/).waitFor();
  await studio.page.getByRole('button', { name: 'Invite by link' }).click();
  const invitation = await studio.page.getByText(/\/join\//).innerText();
  await studio.page.getByRole('button', { name: 'Show the secret' }).click();
  await studio.page.getByText(/^whsec_/).waitFor();
  await look('settings, secrets shown');
  await studio.reload();
  await look('settings, used');
  await studio.open(new URL(invitation).pathname);
  await look('join');
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

/** Opens every page on which something went wrong, or was stopped, in turn. */
export async function everyTrouble(studio: Studio, server: Server, look: (name: string) => Promise<void>): Promise<void> {
  const { page } = studio;
  await studio.open('/signup');
  await page.getByLabel('Email').fill('studio@example.com');
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  await look('sign up, refused');
  await studio.signUp();
  await page.getByRole('textbox', { name: 'Topic' }).fill('... !');
  await page.getByRole('button', { name: 'Generate scripts' }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  await look('topic, refused');
  await studio.open('/projects/nothing');
  await look('nothing here');

  // Long enough to be stopped.
  await studio.writeScripts(topic, '60 seconds');
  await page.getByRole('link', { name: 'Edit the script' }).first().click();
  await look('script, edited');
  await studio.reload();
  await studio.useScript();
  const none = { name: 'empty.png', mimeType: 'image/png', buffer: Buffer.alloc(0) };
  await page.getByLabel('Upload your picture').setInputFiles(none);
  await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
  await look('picture, refused');

  await server.kill();
  await server.run({ STEP_DEADLINE: '50ms' });
  await studio.step('Render');
  await page.getByRole('button', { name: 'Generate video' }).click();
  await page.getByRole('heading', { name: 'Stopped at' }).waitFor();
  await look('stopped');
  await page.getByRole('link', { name: 'Every step' }).click();
  await page.waitForURL(/executions/);
  await studio.awake();
  await look('stopped, timeline');
  await studio.open('/projects');
  await look('library, stopped');

  await page.goBack();
  await page.goBack();
  await server.kill();
  await server.run({ RENDER_QUALITY: 'full' });
  await page.getByRole('button', { name: 'Retry' }).click();
  await studio.reaches(10);
  await server.kill();
  await page.getByText('The line is lost').first().waitFor();
  await look('line lost');
  await server.run({ RENDER_QUALITY: 'full' });
  await page.getByText('The line is lost').first().waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
  await studio.awake();
  await look('cancelled');
}
