// The app as a person uses it: by the names that they read, and never sooner than the page is awake.
import { expect, type Locator, type Page } from '@playwright/test';

export const email = 'studio@example.com';
export const password = 'a sentence works well';
export const topic = 'a mug that keeps coffee warm for three hours';

export class Studio {
  constructor(
    readonly page: Page,
    readonly url: string,
  ) {}

  /** Opens a page of the app and waits until it is awake. */
  async open(path: string): Promise<void> {
    await this.page.goto(this.url + path);
    await this.awake();
  }

  /** Waits until what stands on the page answers to a click. */
  async awake(): Promise<void> {
    await this.page.locator('html[data-hydrated]').waitFor();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.awake();
  }

  async signUp(as = email): Promise<void> {
    await this.open('/signup');
    await this.page.getByLabel('Email').fill(as);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign up' }).click();
    await this.page.waitForURL(this.url + '/');
    await this.awake();
  }

  async logIn(): Promise<void> {
    await this.open('/login');
    await this.page.getByLabel('Email').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Log in' }).click();
    await this.page.waitForURL(this.url + '/');
    await this.awake();
  }

  /** From the topic to three scripts, short ones unless the test needs time. */
  async writeScripts(about = topic, length = '15 seconds'): Promise<void> {
    await this.open('/');
    await this.page.getByRole('textbox', { name: 'Topic' }).fill(about);
    await this.page.getByLabel('Length').selectOption({ label: length });
    await this.page.getByRole('button', { name: 'Generate scripts' }).click();
    await this.page.waitForURL(/\/projects\/[^/?]+/);
    await this.awake();
    await expect(this.useButtons).toHaveCount(3);
  }

  get useButtons(): Locator {
    return this.page.getByRole('button', { name: 'Use this script' });
  }

  /** The sheet of paper of each script that is shown. */
  get scripts(): Locator {
    return this.page.getByRole('article');
  }

  /** Takes a script (0 to 2) and comes to the choices. */
  async useScript(which = 0): Promise<void> {
    await this.useButtons.nth(which).click();
    await this.group('Avatar').waitFor();
    await this.awake();
  }

  /** One of the groups of choices: Avatar, Voice, Background, Format, Captions. */
  group(name: string): Locator {
    return this.page.getByRole('radiogroup', { name });
  }

  /** Makes a choice as a person does and waits until it is saved. */
  async choose(group: string, choice: string | RegExp): Promise<void> {
    const radio = this.group(group).getByRole('radio', { name: choice });
    const saved = this.page.waitForResponse((answer) => answer.url().includes('/rpc/') && answer.request().method() === 'POST');
    await radio.check({ force: true });
    expect((await saved).ok()).toBe(true);
    await expect(radio).toBeChecked();
  }

  /** One of the three steps on the ruler: Script, Customize, Render. */
  async step(name: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Steps of this ad' }).getByRole('link', { name }).click();
    await expect(this.page.locator('[aria-current="step"]')).toContainText(name);
    await this.awake();
  }

  /** From a topic to the page that is about to render. */
  async prepare(length?: string): Promise<void> {
    await this.writeScripts(topic, length);
    await this.useScript();
    await this.step('Render');
  }

  async generate(): Promise<void> {
    await this.page.getByRole('button', { name: 'Generate video' }).click();
    await this.progress.waitFor();
  }

  get progress(): Locator {
    return this.page.getByRole('progressbar', { name: 'Render progress' });
  }

  async percent(): Promise<number> {
    return Number(await this.progress.getAttribute('aria-valuenow'));
  }

  /** Waits until the render has come this far. */
  async reaches(percent: number): Promise<void> {
    await expect.poll(() => this.percent(), { timeout: 120_000 }).toBeGreaterThanOrEqual(percent);
  }

  /** Waits for the finished video. */
  async finished(): Promise<Locator> {
    const video = this.page.locator('video[controls]');
    await video.waitFor({ timeout: 180_000 });
    await this.awake();
    return video;
  }

  /** Makes the public link of the finished ad; the dialog stays open. */
  async share(): Promise<string> {
    await this.page.getByRole('button', { name: 'Share' }).click();
    const link = this.page.getByRole('textbox', { name: 'Link' });
    await expect(link).toHaveValue(/\/s\/[A-Za-z0-9_-]{16,}$/);
    return link.inputValue();
  }

  get download(): Locator {
    return this.page.getByRole('link', { name: 'Download' }).or(this.page.getByRole('button', { name: 'Download' }));
  }
}

/** Plays a video for a moment, so that it must be decoded, and says what came out. */
export async function play(video: Locator): Promise<{ width: number; height: number; seconds: number }> {
  return video.evaluate(async (element: HTMLVideoElement) => {
    element.muted = true;
    await element.play();
    await new Promise<void>((advanced) => {
      element.ontimeupdate = () => element.currentTime > 0.3 && advanced();
    });
    element.pause();
    return { width: element.videoWidth, height: element.videoHeight, seconds: element.duration };
  });
}
