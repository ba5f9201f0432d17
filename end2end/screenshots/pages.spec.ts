import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '../fixtures';
import { everyPage } from '../tour';

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, settings: { RENDER_QUALITY: 'full' } });

      test('every page', async ({ studio, page }) => {
        const folder = join(import.meta.dirname, `${size}-${colorScheme}`);
        mkdirSync(folder, { recursive: true });
        let number = 0;
        await everyPage(studio, async (name) => {
          number += 1;
          const file = `${String(number).padStart(2, '0')} ${name}.png`.replaceAll(/[ ,]+/g, '-');
          await page.screenshot({ path: join(folder, file), fullPage: true });
        });
      });
    });
  }
}
