/* What journeys share: a browser, people signed in through the form, what the pages complained of, axe, and pictures. */
import { createHmac } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const here = dirname(fileURLToPath(import.meta.url))
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=ja']
const texts = Object.fromEntries(['ja', 'en'].map(lang => [lang, JSON.parse(readFileSync(join(here, '../../web/src/i18n', `${lang}.json`), 'utf8'))]))

/* A text of the client's catalogue, as the page shows it. */
export function text(key, values = {}, lang = 'ja') {
  const found = texts[lang][key] ?? texts[lang][`${key}_${values.count === 1 && lang === 'en' ? 'one' : 'other'}`]
  if (found === undefined) throw new Error(`no text ${key}`)
  return found.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name] ?? '')
}

/* RFC 6238 with the usual SHA-1, 30 s, 6 digits. */
export function totp(base32, nowMs) {
  let bits = ''
  for (const c of base32.replace(/[\s=]/g, '')) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / 30000)))
  const mac = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)))).update(counter).digest()
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

export function check(truth, what) { if (!truth) throw new Error(`expected: ${what}`) }

export class Stage {
  /* `server`: test/lib/server.mjs's, or { url, person(login), code(login) } for one that already runs. */
  constructor(server, shots) {
    this.server = server
    this.shots = shots
    if (shots) mkdirSync(shots, { recursive: true })
    this.states = new Map()
    this.windows = []
  }

  /* Another server: whoever is signed in at the one before is not here. */
  move(server) { this.server = server; this.states.clear() }

  async open() { this.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args, headless: true }) }
  async close() { await this.browser?.close() }
  async closeWindows() { for (const page of this.windows.splice(0)) await page.context().close() }

  /* Errors that pages logged (a refusal of the CSP is one), other than answers that the journey provoked. */
  complaints() { return this.windows.flatMap(page => page.complaints.splice(0)) }
  async failure(name) {
    for (const [i, page] of this.windows.entries()) if (this.shots) await page.screenshot({ path: join(this.shots, `failed ${name.replace(/\W+/g, '-')} ${i}.png`) }).catch(() => {})
  }

  /* A window of its own, with its own cookies. */
  async window({ lang = 'ja', width = 1280, height = 900, state } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.server.url, viewport: { width, height }, locale: lang === 'ja' ? 'ja-JP' : 'en-GB', timezoneId: 'Asia/Tokyo',
      reducedMotion: 'reduce', acceptDownloads: true, ...(state ? { storageState: state } : {}),
    })
    context.setDefaultTimeout(15000)
    const page = await context.newPage()
    page.complaints = []
    page.on('console', message => { if (message.type() === 'error' && !/status of (4\d\d|503)|ERR_INCOMPLETE_CHUNKED/.test(message.text())) page.complaints.push(message.text()) })
    page.on('pageerror', error => page.complaints.push(String(error)))
    this.windows.push(page)
    return page
  }

  /* Signed in through the form once per person and language; later windows go on with that session. */
  async as(login, { path = '/', lang = 'ja', ...options } = {}) {
    const key = `${login} ${lang}`
    const known = this.states.get(key)
    const page = await this.window({ ...options, lang, state: known })
    await page.goto(known ? path : `/?lang=${lang}`)
    if (!known) {
      await this.signIn(page, login)
      this.states.set(key, await page.context().storageState())
      if (path !== '/') await page.goto(path)
    }
    await page.locator('#main').waitFor()
    return page
  }

  async signIn(page, login) {
    await page.locator('input[autocomplete=username]').fill(login)
    await page.locator('input[autocomplete=current-password]').fill(this.server.person(login).password)
    await page.keyboard.press('Enter')
    const code = page.locator('input[autocomplete=one-time-code]'), shell = page.locator('#main')
    await code.or(shell).first().waitFor()
    for (let turn = 0; turn < 3 && !await shell.isVisible(); turn++) {
      if (turn) await this.server.shift?.(30_000_000)               /* a code is good once */
      await code.fill(this.server.code(login))
      await page.keyboard.press('Enter')
      await shell.or(page.getByRole('alert')).first().waitFor()
    }
    await shell.waitFor()
  }

  async settle(page) {
    await page.waitForLoadState('load')
    await page.locator('#main h1, #main [role=alert], main h1').first().waitFor()
    await page.waitForFunction(() => !document.querySelector('.animate-pulse[class*=h-5]'))
    await page.waitForTimeout(250)
  }

  async picture(page, name, fullPage = true) { if (this.shots) await page.screenshot({ path: join(this.shots, `${name}.png`), fullPage }) }

  /* Violations as short lines. It is run through the debugger, so the page's own CSP stays as strict as it is. */
  async axe(page) {
    await page.evaluate(axeSource)
    return page.evaluate(async () => {
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
      const result = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags } })
      return result.violations.flatMap(rule => rule.nodes.slice(0, 3).map(node => `${rule.id}: ${rule.help}: ${node.target.join(' ')} ${node.html.slice(0, 140)}`))
    })
  }

  /* Tab until the focused element is what `found` (run in the page) says; how many times it took. */
  async tabTo(page, found, what, most = 120) {
    for (let n = 1; n <= most; n++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(found)) return n
    }
    throw new Error(`the keyboard does not reach ${what}`)
  }
}
