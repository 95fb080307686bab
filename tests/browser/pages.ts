import type { Browser, Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { type OpenPage, openBrowser, openPage, type Site } from "./harness.ts";

/** A browser for the tests of a file, and a way to open pages of a site in it; pages and sites are closed after each test. */
export function useBrowser(): (site: Site, path?: string) => Promise<OpenPage> {
  let browser: Browser;
  const sites: Site[] = [];
  const pages: Page[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.close();
    for (const site of sites.splice(0)) await site.close();
  });
  afterAll(() => browser?.close());
  return async (site, path = "") => {
    sites.push(site);
    const opened = await openPage(browser, `${site.url}${path}`);
    pages.push(opened.page);
    return opened;
  };
}
