// test/security/check.mjs — counting checks, asking the server, and looking at every answer: whatever was asked, its head must be
// strict and it must not be a failure of ours.
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'

export class Checks {
  passed = 0
  failed = 0
  secrets = new Set() // what must never stand in a log or in /metrics

  ok(name, faults) {
    const list = [faults].flat().filter(fault => fault && fault !== true)
    const good = list.length === 0 && faults !== false
    if (good) this.passed++
    else this.failed++
    console.log(`${good ? 'ok     ' : 'not ok '} ${name}`)
    for (const fault of list.slice(0, 12)) console.log(`        ${fault}`)
    if (list.length > 12) console.log(`        ... and ${list.length - 12} more`)
  }

  // Runs a story; what it throws is the fault.
  async story(name, tell) {
    try { this.ok(name, await tell()) } catch (error) { this.ok(name, [error.stack ?? String(error)]) }
  }

  secret(...texts) {
    for (const text of texts) if (text) this.secrets.add(text)
    return texts[0]
  }
}

function headFaults(answer, { api, open, tls, attachment }) {
  const h = answer.headers, faults = []
  const csp = h['content-security-policy'] ?? ''
  if (!/default-src '(none|self)'/.test(csp) || !/frame-ancestors 'none'/.test(csp)) faults.push(`CSP ${csp}`)
  if (/unsafe|\*|http:/.test(csp.replace("'wasm-unsafe-eval'", ''))) faults.push(`CSP ${csp}`)
  if (attachment && !/\bsandbox\b/.test(csp)) faults.push(`an attachment without sandbox: ${csp}`)
  if (h['x-content-type-options'] !== 'nosniff') faults.push('no nosniff')
  if (h['referrer-policy'] !== 'no-referrer') faults.push('no Referrer-Policy')
  if (h['cross-origin-resource-policy'] !== 'same-origin') faults.push('no Cross-Origin-Resource-Policy')
  if (api && !/no-store|no-cache/.test(h['cache-control'] ?? '')) faults.push(`Cache-Control ${h['cache-control']}`)
  if (h['access-control-allow-origin']) faults.push('other origins may read it')
  if (h.server || h['x-powered-by']) faults.push('tells what it is made of')
  if (api && h['content-type'] === 'application/json' && !h['content-disposition'] && !attachment && !open) faults.push('JSON that a browser would show')
  if (answer.text && !h['content-type']) faults.push('no Content-Type')
  if (/^text\//.test(h['content-type'] ?? '') && !/charset=utf-8/i.test(h['content-type']) && !/event-stream/.test(h['content-type'])) faults.push(`Content-Type ${h['content-type']}`)
  if (!!h['strict-transport-security'] !== !!tls) faults.push(`HSTS ${h['strict-transport-security']}`)
  for (const cookie of h['set-cookie'] ?? []) {
    if (!/; HttpOnly/.test(cookie) || !/; SameSite=Strict/.test(cookie) || !/; Path=\//.test(cookie) || /Domain=/i.test(cookie)) faults.push(`cookie ${cookie.replace(/=[^;]*/, '=...')}`)
    if (/; Secure/.test(cookie) !== !!tls || cookie.startsWith('__Host-') !== !!tls) faults.push(`cookie ${cookie.replace(/=[^;]*/, '=...')}`)
  }
  return faults
}

// One server, asked by anybody: who is { cookie, csrf } or { token } or null.
export class Door {
  constructor(url, checks, { tls = false } = {}) {
    Object.assign(this, { url: new URL(url), checks, tls, faults: new Set(), asked: 0 })
    this.agent = new (tls ? https : http).Agent({ keepAlive: true, maxSockets: 16 })
  }

  ask(who, method, path, { body, type, headers = {}, timeoutMs = 20000, onHead } = {}) {
    const all = { ...headers }
    if (who?.cookie) all.Cookie = who.cookie
    if (who?.token) all.Authorization = `Bearer ${who.token}`
    if (who?.csrf && method !== 'GET' && method !== 'HEAD' && !('X-CSRF-Token' in all)) all['X-CSRF-Token'] = who.csrf
    for (const name of Object.keys(all)) if (all[name] === undefined) delete all[name]
    const bytes = body === undefined ? undefined : Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
    if (bytes) all['Content-Type'] = type ?? 'application/json'
    if (bytes) all['Content-Length'] = bytes.length
    else if (method !== 'GET' && method !== 'HEAD') all['Content-Length'] = 0
    this.asked++
    return new Promise((resolve, reject) => {
      const request = (this.tls ? https : http).request({ host: this.url.hostname, port: this.url.port, method, path, headers: all, agent: this.agent, rejectUnauthorized: false })
      request.setTimeout(timeoutMs, () => request.destroy(new Error(`no answer in ${timeoutMs} ms: ${method} ${path}`)))
      request.on('error', reject)
      request.on('response', response => {
        const chunks = []
        const done = () => {
          const text = Buffer.concat(chunks).toString()
          const answer = { status: response.statusCode, headers: response.headers, text }
          try { answer.json = JSON.parse(text) } catch { /* not JSON */ }
          this.look(method, path, answer)
          resolve(answer)
        }
        if (onHead?.(response)) { done(); return }
        response.on('data', chunk => chunks.push(chunk))
        response.on('end', done)
        response.on('error', reject)
      })
      request.end(bytes)
    })
  }

  look(method, path, answer) {
    const bare = path.replace(/\?.*/, '')
    const note = fault => this.faults.add(`${method} ${bare.replace(/[0-9a-f-]{36,}/g, '{id}')} ${answer.status}: ${fault}`)
    for (const fault of headFaults(answer, { api: bare.startsWith('/api'), open: /openapi\.json$|\/session$/.test(bare), tls: this.tls, attachment: answer.status === 200 && /\/attachments\/./.test(bare) && method === 'GET' })) note(fault)
    if (answer.status >= 500 && answer.status !== 501 && answer.status !== 505) note(`a failure of ours: ${answer.text.slice(0, 200)}`)
    if (answer.text.includes('\ufffd') && !/attachments/.test(bare)) note(`no UTF-8: ${answer.text.slice(0, 200)}`)
    if (answer.status >= 400 && method !== 'HEAD') {
      const p = answer.json
      if (!p || p.status !== answer.status || !p.code || !p.trace || !p.title || !p.type) note(`not a problem: ${answer.text.slice(0, 200)}`)
      if (answer.headers['content-type'] !== 'application/problem+json') note(`Content-Type ${answer.headers['content-type']}`)
      if (/sqlite|postgres|select |insert |src\/|\.c:|0x[0-9a-f]{6}/i.test(answer.text)) note(`tells its inside: ${answer.text.slice(0, 200)}`)
    }
    if (answer.status === 401 && !answer.headers['www-authenticate']) note('401 without WWW-Authenticate')
    if ((answer.status === 429 || answer.status === 503) && !/^\d+$/.test(answer.headers['retry-after'] ?? '')) note('no Retry-After')
  }

  // Signs in by hand: the whole answer, and who it is.
  async signIn(login, password, code, headers = {}) {
    this.checks.secret(password)
    const answer = await this.ask(null, 'POST', '/api/v1/session', { body: { login, password, ...(code ? { code } : {}) }, headers })
    return { answer, who: answer.status === 200 ? this.person(answer) : null }
  }

  person(answer) {
    const who = { ...cookieOf(answer), csrf: answer.json.csrf, me: answer.json }
    this.checks.secret(who.csrf)
    this.checks.secret(who.cookie.split('=')[1])
    return who
  }

  // Bytes as they are on a connection of their own; the answers as text.
  raw(text, { waitMs = 3000, until } = {}) {
    return new Promise(resolve => {
      const socket = net.connect(this.url.port, this.url.hostname)
      let heard = ''
      const end = () => { clearTimeout(timer); socket.destroy(); resolve(heard) }
      const timer = setTimeout(end, waitMs)
      socket.on('connect', () => socket.write(text))
      socket.on('data', data => { heard += data.toString('latin1'); if (until?.(heard)) end() })
      socket.on('close', end)
      socket.on('error', end)
    })
  }
}

export function cookieOf(answer) {
  const cookie = (answer.headers['set-cookie'] ?? []).map(c => c.split(';')[0]).find(c => !c.endsWith('='))
  return { cookie }
}

// The same to whoever compares: status, and the body without its trace.
export function face(answer) {
  const body = answer.json ? { ...answer.json, trace: undefined } : answer.text
  const heads = Object.keys(answer.headers).filter(name => !['date', 'x-trace-id', 'connection', 'keep-alive'].includes(name)).sort()
  return JSON.stringify([answer.status, body, heads, answer.headers['content-length']])
}
