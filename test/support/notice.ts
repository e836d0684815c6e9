import type { Locator, Page } from 'playwright-core';

/**
 * What a notice at the lower right says. Its words stand elsewhere in the page too, for a moment and
 * for who listens to it, so that looking for them in the page finds one of them or two.
 */
export const noticeIn = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('region', { name: /^Notifications/ }).getByText(text);
