/* What journeys share: a browser, people signed in through the form, what the page complained of, axe, and pictures. */
import { readFileSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { totp } from '../lib/server.mjs'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=ja']

export class Stage {
  /* `server`: test/lib/server.mjs's, or { url, person(login), now() } for one that already runs. */
  constructor(server, shots) {
    this.server = server
    this.shots = shots
    if (shots) mkdirSync(shots, { recursive: true })
    this.states = new Map()
  }

  async open() {
    this.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args, headless: true })
  }

  async close() { await this.browser?.close() }

  /* A window of its own (its own cookies); it fails the test later if the page logged an error or the CSP refused something. */
  async window({ lang = 'ja', width = 1280, height = 900, state } = {}) {
    const context = await this.browser.newContext({ baseURL: this.server.url, viewport: { width, height }, locale: lang === 'ja' ? 'ja-JP' : 'en-GB', timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce', acceptDownloads: true, ...(state ? { storageState: state } : {}) })
    context.setDefaultTimeout(15000)
    const page = await context.newPage()
    page.complaints = []
    page.on('console', message => { if (message.type() === 'error' && !/status of (4\d\d|503)/.test(message.text())) page.complaints.push(message.text()) })
    page.on('pageerror', error => page.complaints.push(String(error)))
    return page
  }

  /* Signs in through the form once per person and language; later windows get that session. */
  async as(login, options = {}) {
    const key = `${login} ${options.lang ?? 'ja'}`
    const known = this.states.get(key)
    const page = await this.window({ ...options, state: known })
    await page.goto(`/?lang=${options.lang ?? 'ja'}`)
    if (!known) {
      await this.signIn(page, login)
      this.states.set(key, await page.context().storageState())
    }
    await page.locator('header nav, nav').first().waitFor({ state: 'attached' })
    return page
  }

  async signIn(page, login) {
    const person = this.server.person(login)
    await page.locator('input[autocomplete=username]').fill(login)
    await page.locator('input[autocomplete=current-password]').fill(person.password)
    await page.keyboard.press('Enter')
    const code = page.locator('input[autocomplete=one-time-code]')
    const shell = page.locator('#main')
    await code.or(shell).first().waitFor()
    for (let turn = 0; turn < 2 && await code.isVisible().catch(() => false); turn++) {
      if (turn) await this.server.shift?.(30_000_000)
      await code.fill(totp(person.totp, this.server.now()))
      await page.keyboard.press('Enter')
      await shell.or(page.getByRole('alert')).first().waitFor()
      if (await shell.isVisible()) break
    }
    await shell.waitFor()
  }

  async settle(page) {
    await page.waitForLoadState('networkidle', { timeout: 1500 }).catch(() => {})       /* the live stream keeps it from idling */
    await page.locator('[role=status] .animate-pulse').first().waitFor({ state: 'detached' }).catch(() => {})
    await page.evaluate(() => document.fonts.ready)
  }

  async picture(page, name, { full = true } = {}) {
    if (this.shots) await page.screenshot({ path: join(this.shots, `${name}.png`), fullPage: full })
  }

  /* Violations as short lines; none is what we want. axe is run through the debugger, so the page's own CSP stays strict. */
  async axe(page) {
    await page.evaluate(axeSource)
    return page.evaluate(async () => {
      const result = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } })
      return result.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`))
    })
  }
}
