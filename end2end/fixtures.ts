// What every test begins with: a server of its own, and pages whose consoles must stay free of errors.
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { Server, type Settings } from './server';
import { Studio } from './studio';

interface Options {
  /** Settings of the server beside those that every test has. */
  settings: Settings;
  /** Which errors on the console the test itself causes. */
  expectedErrors: RegExp;
}

interface Fixtures {
  server: Server;
  /** Tells of every error on the console of the pages of a context. */
  listen: (context: BrowserContext) => void;
  /** The app in the browser of the test, as a stranger. */
  studio: Studio;
  /** The same after signing up. */
  member: Studio;
}

export const test = base.extend<Options & Fixtures>({
  settings: [{}, { option: true }],
  expectedErrors: [/^$/, { option: true }],

  server: async ({ settings }, use, info) => {
    const server = await Server.start(settings);
    await use(server);
    if (info.status !== info.expectedStatus) await info.attach('server log', { body: server.log });
    await server.remove();
  },

  listen: async ({ expectedErrors }, use) => {
    const errors: string[] = [];
    const heard = (text: string) => {
      if (!expectedErrors.test(text)) errors.push(text);
    };
    await use((context) => {
      context.on('console', (message) => {
        // An island without its function is a page that sleeps: the pages and the program are of different builds.
        const sleeps = message.text().startsWith('Could not find WASM function');
        if (message.type() === 'error' || sleeps) heard(`${message.text()} (${message.location().url})`);
      });
      context.on('weberror', (error) => heard(String(error.error())));
    });
    expect(errors, 'errors on the console').toEqual([]);
  },

  studio: async ({ server, page, listen }, use) => {
    listen(page.context());
    await use(new Studio(page, server.url));
  },

  member: async ({ studio }, use) => {
    await studio.signUp();
    await use(studio);
  },
});

export { expect, type Page };
