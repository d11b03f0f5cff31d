import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser that pages are tried in; null, and said so, where none is installed. */
export const browserPath: string | null =
  [process.env["SAWTOOTH_BROWSER"] ?? "", ...places].find((path) => path !== "" && existsSync(path)) ?? null;
if (browserPath === null) console.warn("SKIPPED: pages in a browser: Chromium is not installed");

/** Starts the browser. CI runs as root, where Chromium has no sandbox; the pages are our own. */
export async function startBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: browserPath!, args: ["--no-sandbox"] });
}

/** A page and what went wrong on it: errors, and requests to anywhere but the file itself. */
export interface WatchedPage {
  readonly page: Page;
  readonly faults: string[];
}

/** Opens a file in a new page. */
export async function openFile(
  browser: Browser,
  file: string,
  colorScheme: "light" | "dark" = "light",
): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport: { width: 1240, height: 800 }, colorScheme });
  const faults: string[] = [];
  const url = `file://${file}`;
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => faults.push(message.text()));
  page.on("request", (request) => {
    if (request.url() !== url) faults.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  return { page, faults };
}
