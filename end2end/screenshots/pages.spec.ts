import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test, type Page } from '../fixtures';
import { everyPage, everyTrouble } from '../tour';

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${size}, ${colorScheme}`, () => {
      const settings = { RENDER_QUALITY: 'full' };
      test.use({ viewport, colorScheme, settings, expectedErrors: /Failed to load resource|WebSocket|net::ERR_/ });

      test('every page', async ({ studio, page }) => {
        await everyPage(studio, camera(page, `${size}-${colorScheme}`));
      });

      test('every trouble', async ({ studio, server, page }) => {
        await everyTrouble(studio, server, camera(page, `${size}-${colorScheme}-trouble`));
      });
    });
  }
}

/** Takes numbered pictures of a whole page into a folder, when nothing on it comes or goes any more. */
function camera(page: Page, name: string): (what: string) => Promise<void> {
  const folder = join(import.meta.dirname, name);
  mkdirSync(folder, { recursive: true });
  let number = 0;
  return async (what) => {
    number += 1;
    const file = `${String(number).padStart(2, '0')} ${what}.png`.replaceAll(/[ ,]+/g, '-');
    await page.waitForFunction(() => document.getAnimations().every((each) => each.playState !== 'running' || each.effect?.getComputedTiming().endTime === Infinity));
    await page.screenshot({ path: join(folder, file), fullPage: true });
  };
}
