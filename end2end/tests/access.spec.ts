import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '../fixtures';
import { everyPage } from '../tour';

// At full quality, so that the page of a render is still there when it is looked at.
test.use({ settings: { RENDER_QUALITY: 'full' } });

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`every page can be read and used by everyone, ${colorScheme}`, async ({ studio, page }) => {
      test.setTimeout(300_000);
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
    test.setTimeout(300_000);
    await everyPage(studio, async (name) => {
      const { wide, small } = await measure(page);
      expect(wide, `${name} does not scroll sideways`).toBeLessThanOrEqual(390);
      expect(small, `${name} has no control under 44 px`).toEqual([]);
    });
  });
});

async function measure(page: Page): Promise<{ wide: number; small: string[] }> {
  return page.evaluate(() => {
    const inputs = 'input:not([type=radio]):not([type=file]):not([type=hidden]):not([aria-hidden=true])';
    const controls = document.querySelectorAll<HTMLElement>(`button, a.btn, ${inputs}, select`);
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
