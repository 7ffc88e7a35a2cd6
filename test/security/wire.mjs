// test/security/wire.mjs — bytes on a socket that no well-behaved client sends; slow clients; paths of files; TLS.
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import tls from 'node:tls'
import { pause } from '../lib/server.mjs'
import { Door } from './check.mjs'

const statuses = heard => [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(m => Number(m[1]))

export class Wire {
  constructor(checks, server, door) { Object.assign(this, { checks, server, door }) }

  // What is ambiguous is refused and the connection ends: what follows it is never taken for a request of its own.
  async smuggling() {
    const second = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
    const post = (lines, body) => `POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${lines}\r\n\r\n${body}`
    const cases = {
      'a length and chunks': post('Content-Length: 5\r\nTransfer-Encoding: chunked', `0\r\n\r\n${second}`),
      'chunks and a length': post('Transfer-Encoding: chunked\r\nContent-Length: 5', `0\r\n\r\n${second}`),
      'two lengths': post('Content-Length: 2\r\nContent-Length: 40', `{}${second}`),
      'two equal lengths': post('Content-Length: 2\r\nContent-Length: 2', `{}${second}`),
      'a list of lengths': post('Content-Length: 2, 2', `{}${second}`),
      'a length with a sign': post('Content-Length: +2', `{}${second}`),
      'a length below zero': post('Content-Length: -2', `{}${second}`),
      'a length in hex': post('Content-Length: 0x2', `{}${second}`),
      'a length with a space inside': post('Content-Length: 1 0', `{}${second}`),
      'a length beyond 64 bits': post('Content-Length: 99999999999999999999999', second),
      'an empty length': post('Content-Length:', `{}${second}`),
      'space before the colon': post('Content-Length : 2', `{}${second}`),
      'a coding that is not known': post('Transfer-Encoding: gzip', `0\r\n\r\n${second}`),
      'chunked behind another coding': post('Transfer-Encoding: gzip, chunked', `0\r\n\r\n${second}`),
      'chunked twice': post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked', `0\r\n\r\n${second}`),
      'xchunked': post('Transfer-Encoding: xchunked', `0\r\n\r\n${second}`),
      'chunked with a tab before it': post('Transfer-Encoding:\tchunked\r\nContent-Length: 5', `0\r\n\r\n${second}`),
      'chunked in quotes': post('Transfer-Encoding: "chunked"', `0\r\n\r\n${second}`),
      'a coding on a folded line': post('Transfer-Encoding:\r\n chunked', `0\r\n\r\n${second}`),
      'chunks for HTTP/1.0': post('Transfer-Encoding: chunked', `0\r\n\r\n${second}`).replace('HTTP/1.1', 'HTTP/1.0'),
      'a chunk size that is no number': post('Transfer-Encoding: chunked', `zz\r\n{}\r\n0\r\n\r\n${second}`),
      'a chunk size beyond 64 bits': post('Transfer-Encoding: chunked', `fffffffffffffffff\r\n{}\r\n0\r\n\r\n${second}`),
      'a chunk size below zero': post('Transfer-Encoding: chunked', `-1\r\n{}\r\n0\r\n\r\n${second}`),
      'a chunk longer than it says': post('Transfer-Encoding: chunked', `1\r\n{}\r\n0\r\n\r\n${second}`),
      'a header without a colon': `GET /healthz HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n${second}`,
      'a header name with a space': `GET /healthz HTTP/1.1\r\nHost: x\r\nX Y: z\r\n\r\n${second}`,
      'a header with a bare CR': `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Y: a\rContent-Length: 9\r\n\r\n${second}`,
      'space before the first header': `GET /healthz HTTP/1.1\r\n Host: x\r\n\r\n${second}`,
      'no Host': `GET /healthz HTTP/1.1\r\n\r\n${second}`,
      'two Hosts': `GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n${second}`,
      'a Host with a path': `GET /healthz HTTP/1.1\r\nHost: x/y\r\n\r\n${second}`,
      'an absolute form': `GET http://x/healthz HTTP/1.1\r\nHost: x\r\n\r\n${second}`,
      'an authority form': `CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n${second}`,
      'a target with a space': `GET /health z HTTP/1.1\r\nHost: x\r\n\r\n${second}`,
      'a target with a NUL': `GET /healthz\0 HTTP/1.1\r\nHost: x\r\n\r\n${second}`,
      'a target that is not ASCII': `GET /health\xe7\x81\xab HTTP/1.1\r\nHost: x\r\n\r\n${second}`,
      'HTTP/2.0': `GET /healthz HTTP/2.0\r\nHost: x\r\n\r\n${second}`,
      'HTTP/1.9': `GET /healthz HTTP/1.9\r\nHost: x\r\n\r\n${second}`,
      'no version': `GET /healthz\r\n\r\n${second}`,
      'the preface of HTTP/2': `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${second}`,
      'two cookies': `GET /api/v1/me HTTP/1.1\r\nHost: x\r\nCookie: noroshi=a\r\nCookie: noroshi=b\r\n\r\n${second}`,
      'two authorizations': `GET /api/v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n${second}`,
    }
    for (const [name, bytes] of Object.entries(cases)) {
      const heard = await this.door.raw(Buffer.from(bytes, 'latin1'), { waitMs: 2500 })
      const seen = statuses(heard)
      // (The library sends the head of its own refusals twice.)
      this.checks.ok(`refused on the wire: ${name}`, seen.every(s => s >= 400 && s !== 500) && !heard.includes('"status":"ok"') || `${seen} ${heard.slice(0, 300)}`)
    }
    const lf = await this.door.raw('GET /healthz HTTP/1.1\nHost: x\n\n', { waitMs: 1000 })
    this.checks.ok('bare line feeds do not hide anything', statuses(lf).length <= 1)
    const good = await this.door.raw(second + second, { waitMs: 3000, until: heard => statuses(heard).length === 2 })
    this.checks.ok('two right requests in one packet get two answers', String(statuses(good)) === '200,200' || good)
  }

  async sizes() {
    const big = 'x'.repeat(100000)
    for (const [name, bytes] of Object.entries({
      'a header of 100 kB': `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Y: ${big}\r\n\r\n`,
      'a target of 100 kB': `GET /${big} HTTP/1.1\r\nHost: x\r\n\r\n`,
      'a path of 3 kB': `GET /${big.slice(0, 3000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      'a thousand headers': `GET /healthz HTTP/1.1\r\nHost: x\r\n${Array.from({ length: 1000 }, (_, i) => `X-${i}: y\r\n`).join('')}\r\n`,
      'a hundred headers': `GET /healthz HTTP/1.1\r\nHost: x\r\n${Array.from({ length: 100 }, (_, i) => `X-${i}: y\r\n`).join('')}\r\n`,
      'a method of 5 kB': `${big.slice(0, 5000)} /healthz HTTP/1.1\r\nHost: x\r\n\r\n`,
      'a declared gigabyte': 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n',
      'chunks without end': `POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${`1000\r\n${' '.repeat(4096)}\r\n`.repeat(40)}0\r\n\r\n`,
    })) {
      const seen = statuses(await this.door.raw(bytes, { waitMs: 3000, until: heard => /\r\n\r\n/.test(heard) }))
      this.checks.ok(`too large: ${name}`, seen.length === 0 || [400, 405, 413, 414, 431].includes(seen[0]) || String(seen))
    }
  }

  open(bytes) {
    return new Promise(resolve => {
      const socket = net.connect(this.door.url.port, this.door.url.hostname)
      socket.on('connect', () => { socket.write(bytes); resolve(socket) })
      socket.on('close', () => { socket.gone = performance.now() })
      socket.on('error', () => {})
      socket.resume()
    })
  }

  // The server of this check gives its clients two seconds.
  async slow() {
    const sockets = []
    for (let i = 0; i < 300; i++) sockets.push(await this.open(i % 3 === 0 ? '' : i % 3 === 1 ? 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-' : 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 8000\r\n\r\n{'))
    const drip = setInterval(() => { for (const [i, s] of sockets.entries()) if (!s.gone && i % 3) s.write(i % 3 === 1 ? 'a' : ' ') }, 300)
    let slowest = 0
    for (let i = 0; i < 20; i++) {
      const from = performance.now()
      await this.door.ask(null, 'GET', '/healthz', { headers: { Connection: 'close' } })
      slowest = Math.max(slowest, performance.now() - from)
    }
    this.checks.ok('300 slow clients hold nobody up', slowest < 1000 || `${slowest.toFixed(0)} ms`)
    for (let i = 0; i < 80 && sockets.some(s => !s.gone); i++) await pause(100)
    clearInterval(drip)
    const left = sockets.filter(s => !s.gone).length
    for (const s of sockets) s.destroy()
    this.checks.ok('who sends a byte now and then is ended', left === 0 || `${left} are still there`)
  }

  async files() {
    const passwd = /root:.*:0:0:/
    for (const path of ['/../../../../../../etc/passwd', '/%2e%2e/%2e%2e/%2e%2e/etc/passwd', '/assets/../../../etc/passwd', '/assets/..%2f..%2f..%2fetc%2fpasswd', '/..\\..\\etc\\passwd', '//etc/passwd', '/./etc/passwd', '/assets/%00.js', '/.git/config', '/noroshi.db', '/journal.key', '/secret.key', '/index.html/../secret.key', '/api/v1/../../secret.key', '/assets/', '/%c0%ae%c0%ae/etc/passwd']) {
      const heard = await this.door.raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      this.checks.ok(`no file of the machine at ${path}`, !passwd.test(heard) && !/SQLite format|signing-key|secret-key/.test(heard) && ([400, 404].includes(statuses(heard)[0]) || (statuses(heard)[0] === 200 && /text\/html/.test(heard))) || heard.slice(0, 200))
    }
    for (const path of ['//evil.example', '//evil.example/%2f..', '/\\evil.example', '/api//evil.example']) {
      const heard = await this.door.raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      this.checks.ok(`nobody is sent elsewhere by ${path}`, !/^location:/im.test(heard) && !(statuses(heard)[0] >= 300 && statuses(heard)[0] < 400) || heard.slice(0, 200))
    }
    const page = await this.door.ask(null, 'GET', '/')
    if (page.status === 200) this.checks.ok('the page loads nothing from elsewhere and runs nothing inline', !/https?:\/\//.test(page.text.replace(/http:\/\/www\.w3\.org/g, '')) && !/<script(?![^>]*src=)[^>]*>\s*\S/.test(page.text) && !/ on\w+=|style=/.test(page.text) || page.text.slice(0, 400))
  }
}

// A name and a content for each trick; whatever is taken in comes back as a download that no browser runs.
export async function attachments(checks, door, who) {
  const boundary = 'zzz'
  const form = (name, content) => Buffer.concat([Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/html\r\n\r\n`), Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`)])
  const names = ['../../etc/passwd', '..\\..\\boot.ini', 'a"; filename="evil.html', 'a%0d%0aSet-Cookie: x=1', 'a\u202etxt.exe', '.htaccess', 'con.txt', '火.txt', 'x'.repeat(300) + '.txt', '<img src=x onerror=alert(1)>.txt', '%2e%2e%2f', "';alert(1)//", 'a;b=c.txt', "utf-8''evil.html"]
  const faults = []
  for (const name of names) {
    for (const way of ['query', 'form']) {
      const answer = way === 'query'
        ? await door.ask(who, 'POST', `/api/v1/attachments?name=${encodeURIComponent(name)}`, { body: Buffer.from('harmless\n'), type: 'application/octet-stream' })
        : await door.ask(who, 'POST', '/api/v1/attachments', { body: form(name, 'harmless\n'), type: `multipart/form-data; boundary=${boundary}` })
      if (answer.status === 422 || answer.status === 400) continue
      if (answer.status !== 201) { faults.push(`${name}: ${answer.status} ${answer.text}`); continue }
      if (/[/\\"<>\r\n\u202e]|^\./.test(answer.json.name)) faults.push(`${name} is kept as ${answer.json.name}`)
      const file = await door.ask(who, 'GET', `/api/v1/attachments/${answer.json.id}`)
      const disposition = file.headers['content-disposition'] ?? ''
      if (!/^attachment; filename="[^"\\\r\n]*"; filename\*=UTF-8''[A-Za-z0-9._%-]+$/.test(disposition) || file.headers['set-cookie']) faults.push(`${name}: ${disposition}`)
      if (file.headers['content-type'] !== 'application/octet-stream') faults.push(`${name}: ${file.headers['content-type']}`)
      await door.ask(who, 'DELETE', `/api/v1/attachments/${answer.json.id}`)
    }
  }
  checks.ok('names of attachments do no harm', faults)
  const script = '<script>alert(document.domain)</script>'
  const contents = {
    'HTML': [`<!DOCTYPE html><html>${script}</html>`, 'note.txt', true],
    'HTML called a picture': [`<html><body>${script}</body></html>`, 'cat.png', true],
    'SVG': [`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`, 'x.svg', true],
    'a GIF that is HTML too': [`GIF89a/*${'\0'.repeat(6)}*/=1;${script}`, 'x.gif', false],
    'a PDF that is HTML too': [`%PDF-1.4\n${script}`, 'x.pdf', false],
    'a program for Linux': [readFileSync(process.execPath).subarray(0, 4096), 'x.txt', true],
    'a program for Windows': [Buffer.concat([Buffer.from('MZ'), Buffer.alloc(58), Buffer.from([0x80, 0, 0, 0]), Buffer.alloc(64), Buffer.from('PE\0\0'), Buffer.from([0x64, 0x86, 2, 0]), Buffer.alloc(500)]), 'x.txt', true],
    'a shell script': ['#!/bin/sh\nrm -rf /\n', 'x.txt', true],
    'plain text with script inside': [`Dear all,\n${script}\n`, 'x.html', false],
  }
  for (const [what, [content, name, refuse]] of Object.entries(contents)) {
    const answer = await door.ask(who, 'POST', `/api/v1/attachments?name=${name}`, { body: Buffer.from(content), type: 'text/html' })
    let good = answer.status === 422 || answer.status === 415
    if (answer.status === 201) {
      const file = await door.ask(who, 'GET', `/api/v1/attachments/${answer.json.id}`)
      good = !refuse && /^attachment/.test(file.headers['content-disposition']) && file.headers['content-type'] === 'application/octet-stream'
      await door.ask(who, 'DELETE', `/api/v1/attachments/${answer.json.id}`)
    }
    checks.ok(`${refuse ? 'refused' : 'refused or only ever a download'}: ${what}`, good || `${answer.status} ${answer.text}`)
  }
  const empty = await door.ask(who, 'POST', '/api/v1/attachments?name=x', { body: Buffer.alloc(0), type: 'application/octet-stream' })
  checks.ok('refused: an empty file', empty.status === 422 || empty.text)
  for (const [what, body, type] of [['two files', Buffer.concat([form('a.txt', 'a').subarray(0, -4), form('b.txt', 'b').subarray(5)]), `multipart/form-data; boundary=${boundary}`], ['no boundary', form('a.txt', 'a'), 'multipart/form-data'], ['a boundary that is not there', form('a.txt', 'a'), 'multipart/form-data; boundary=other'], ['a boundary of 300 letters', form('a.txt', 'a'), `multipart/form-data; boundary=${'b'.repeat(300)}`]]) {
    const answer = await door.ask(who, 'POST', '/api/v1/attachments', { body, type })
    checks.ok(`refused: a form with ${what}`, answer.status === 422 || answer.status === 400 || `${answer.status} ${answer.text}`)
  }
}

// One server with a certificate of its own making.
export async function encrypted(checks, country, serve) {
  const key = join(country.dir, 'tls.key'), cert = join(country.dir, 'tls.crt')
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1', '-keyout', key, '-out', cert], { stdio: 'ignore' })
  const server = await serve(['--tls-cert', cert, '--tls-key', key], { tls: true })
  const door = new Door(server.url, checks, { tls: true })
  const port = Number(door.url.port)
  const person = server.person('power')
  const { answer, who } = await door.signIn('power', person.password)
  checks.ok('signing in over TLS', answer.status === 200 || answer.text)
  const me = await door.ask(who, 'GET', '/api/v1/me')
  checks.ok('the cookie works over TLS', me.status === 200 || me.text)
  const plain = await door.ask({ cookie: who.cookie.replace('__Host-', '') }, 'GET', '/api/v1/me')
  checks.ok('over TLS a cookie that a sister host could set is not believed', plain.status === 401 || plain.text)
  const out = await door.ask(who, 'DELETE', '/api/v1/session')
  checks.ok('signing out over TLS drops the cookie', /^__Host-noroshi=;.*Secure/.test(String(out.headers['set-cookie'])) || String(out.headers['set-cookie']))
  await door.ask(null, 'GET', '/')
  const shake = options => new Promise(resolve => {
    const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options }, () => { const got = [socket.getProtocol(), socket.getCipher().name]; socket.destroy(); resolve(got) })
    socket.on('error', () => resolve(null))
  })
  checks.ok('TLS 1.3 is spoken', (await shake({ minVersion: 'TLSv1.3' }))?.[0] === 'TLSv1.3')
  checks.ok('TLS 1.2 is spoken', (await shake({ maxVersion: 'TLSv1.2' }))?.[0] === 'TLSv1.2')
  checks.ok('TLS 1.1 is not', await shake({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }) === null)
  for (const cipher of ['ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA384', 'ECDHE-ECDSA-AES128-SHA256', 'AES128-GCM-SHA256'])
    checks.ok(`${cipher} is not agreed on`, await shake({ maxVersion: 'TLSv1.2', ciphers: `${cipher}:@SECLEVEL=0` }) === null)
  const http = await new Door(`http://127.0.0.1:${port}`, checks).raw('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n', { waitMs: 1500 })
  checks.ok('plain HTTP at the TLS port gets no answer', !/200 OK/.test(http))
  checks.ok(`the head and the form of ${door.asked} answers over TLS`, [...door.faults])
  await server.stop()
}

// What other people of the same machine can see: on PostgreSQL the server of `place` is given a URL with a password (that nobody asks for).
const SHOWN = 'process-list-passphrase'
export function withPassword(store) {
  return store && Object.assign(new URL(store), { password: SHOWN }).href
}

export function place(checks, server) {
  checks.secret(SHOWN)
  const mode = path => (statSync(path).mode & 0o777).toString(8)
  const faults = []
  if (mode(server.country.template) !== '700') faults.push(`the data directory that init makes has mode ${mode(server.country.template)}`)
  for (const name of ['journal.key', 'secret.key', ...(server.store ? [] : ['noroshi.db', 'noroshi.db-wal'])]) if (mode(join(server.data, name)) !== '600') faults.push(`${name} has mode ${mode(join(server.data, name))}`)
  checks.ok('data, keys and store are their owner\'s alone', faults)
  const pid = server.process.pid
  checks.ok('no core is dumped, whatever happens', /Max core file size\s+0\s+0/.test(readFileSync(`/proc/${pid}/limits`, 'utf8')))
  const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  const told = ['postgresql://u:PW@[::1/db', 'postgresql://u:PW%zz@127.0.0.1:1/db', 'postgresql://u:PW@127.0.0.1:1/db?bad', 'postgresql://u:PW@127.0.0.1:x/db', 'postgresql://u:PW@127.0.0.1:1/db']
    .map(url => spawnSync(server.country.program, ['migrate', '--data', server.data, '--store', url.replace('PW', SHOWN)], { encoding: 'utf8', timeout: 30000 }))
  checks.ok('what is said of a store that cannot be had holds no password', told.filter(t => t.status === 0 || !t.stderr || (t.stdout + t.stderr).includes(SHOWN)).map(t => t.stderr))
  checks.ok('the list of processes shows no password', !line.includes(SHOWN) || line)
}
