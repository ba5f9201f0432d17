// Pictures of every page for people to look at: `npm run screenshots`, then open screenshots/.
import { defineConfig } from '@playwright/test';
import { launchOptions } from './browser';

export default defineConfig({
  testDir: './screenshots',
  timeout: 300_000,
  workers: 1,
  reporter: [['list']],
  use: { launchOptions },
});
