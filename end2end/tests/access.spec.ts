import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '../fixtures';
import type { Studio } from '../studio';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`every page can be read and used by everyone, ${colorScheme}`, async ({ studio, page }) => {
      test.setTimeout(240_000);
      await everyPage(studio, async (name) => {
        const report = await new AxeBuilder({ page }).analyze();
        const grave = report.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        const found = grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
        expect(found, name).toEqual([]);
        expect(await page.getByRole('heading', { level: 1 }).count(), `${name} has one h1`).toBe(1);
      });
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('every page fits, and what is touched is large enough', async ({ studio, page }) => {
    test.setTimeout(240_000);
    await everyPage(studio, async (name) => {
      const { wide, small } = await measure(page);
      expect(wide, `${name} does not scroll sideways`).toBeLessThanOrEqual(390);
      expect(small, `${name} has no control under 44 px`).toEqual([]);
    });
  });
});

/** Walks through all pages, with an ad that is finished in the end. */
async function everyPage(studio: Studio, look: (name: string) => Promise<void>): Promise<void> {
  const page = studio.page;
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
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByLabel('Link').inputValue();
  await look('sharing');
  const made = page.getByRole('link', { name: /How it was made/ });
  const timeline = await made.getAttribute('href');
  await studio.open(timeline ?? '/missing');
  await look('timeline');
  await studio.open('/projects');
  await look('library');
  await studio.open(new URL(link).pathname);
  await look('shared');
  await studio.open('/');
  await look('topic, returning');
}

async function measure(page: Page): Promise<{ wide: number; small: string[] }> {
  return page.evaluate(() => {
    const controls = document.querySelectorAll<HTMLElement>('button, a.btn, input:not([type=radio]):not([type=file]):not([type=hidden]), select');
    const small = [...controls].filter((control) => {
      const { width, height } = control.getBoundingClientRect();
      return width > 1 && height > 1 && (height < 43.5 || width < 43.5);
    });
    return {
      wide: document.documentElement.scrollWidth,
      small: small.map((control) => `${control.tagName} ${control.textContent?.trim() || control.getAttribute('aria-label')}`),
    };
  });
}
