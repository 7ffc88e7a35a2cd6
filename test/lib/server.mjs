// test/lib/server.mjs — a real server on a fresh copy of the demonstration store, for case files, browser journeys and torture.
// The store is made once per run by `noroshi init` and `noroshi demo`; each server gets its own copy (SQLite: the directory,
// PostgreSQL: a database made from the template).
import { spawn, execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export function options(argv) {
  const value = name => (argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined)
  return { program: value('--program') ?? 'build/noroshi', postgres: value('--postgres'), value }
}

export const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => resolve(port)) })
  })
}

export class Country {
  // Makes the template store; `people` is what `noroshi demo --json` tells: login, password, totp (asks for a code), org, roles.
  constructor({ program, postgres }) {
    this.program = program
    this.postgres = postgres
    this.dir = mkdtempSync(join(tmpdir(), 'noroshi-country.'))
    this.template = join(this.dir, 'template')
    this.serial = 0
    this.databases = []
    this.tag = randomBytes(4).toString('hex')
    const store = postgres ? ['--store', this.database('template')] : []
    execFileSync(program, ['init', '--data', this.template, ...store, '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] })
    const told = JSON.parse(execFileSync(program, ['demo', '--data', this.template, ...store, '--json', '--quiet'], { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] }))
    this.people = told.people.map(person => ({ ...person, password: told.password }))
  }

  database(name, template) {
    const database = `noroshi_${this.tag}_${name}`
    const sql = template ? `create database ${database} template noroshi_${this.tag}_${template}` : `create database ${database}`
    execFileSync('psql', ['-q', '-d', this.postgres, '-c', sql])
    this.databases.push(database)
    return Object.assign(new URL(this.postgres), { pathname: '/' + database }).href
  }

  // A data directory (and database) of its own, not yet served.
  fresh() {
    const data = join(this.dir, 'store' + ++this.serial)
    cpSync(this.template, data, { recursive: true })
    return { data, store: this.postgres && this.database('store' + this.serial, 'template') }
  }

  async server(more = {}) {
    const server = new Server(this, more.place ?? this.fresh(), more)
    await server.start()
    return server
  }

  close() {
    for (const database of this.databases.reverse()) execFileSync('psql', ['-q', '-d', this.postgres, '-c', `drop database if exists ${database} with (force)`])
    rmSync(this.dir, { recursive: true, force: true })
  }
}

export class Server {
  constructor(country, place, { args = [], env = {}, port, tls } = {}) {
    Object.assign(this, { country, ...place, args, env, port, tls, offset: 0 })
    this.clock = join(place.data, 'test-clock')
    writeFileSync(this.clock, '0')
  }

  async start() {
    this.port ??= await freePort()
    this.url = `${this.tls ? 'https' : 'http'}://127.0.0.1:${this.port}`
    const store = this.store ? ['--store', this.store] : []
    this.process = spawn(this.country.program, ['serve', '--data', this.data, ...store, '--listen', `127.0.0.1:${this.port}`, ...this.args], {
      env: { ...process.env, NOROSHI_TEST_CLOCK: this.clock, ...this.env }, stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.log = ''
    this.process.stderr.on('data', data => { this.log = (this.log + data).slice(-65536) })
    this.ended = new Promise(resolve => this.process.once('exit', (code, signal) => { this.exit = { code, signal }; resolve(this.exit) }))
    for (let i = 0; i < 600 && !this.exit; i++) {
      if (await this.isReady()) return
      await pause(i < 50 ? 10 : 50)
    }
    throw new Error(`the server did not become ready: ${this.log}`)
  }

  // fetch believes no certificate of our own making, hence request.
  isReady() {
    return new Promise(resolve => {
      const answer = response => { response.resume(); resolve(response.statusCode === 200) }
      const ask = this.tls ? https.get(this.url + '/readyz', { rejectUnauthorized: false, agent: false }, answer) : http.get(this.url + '/readyz', { agent: false }, answer)
      ask.on('error', () => resolve(false))
    })
  }

  async stop(signal = 'SIGTERM') {
    if (!this.exit) this.process.kill(signal)
    return this.ended
  }

  // Moves the server's clock on by so many microseconds (and waits until it has read it).
  async shift(us) {
    this.offset += us
    writeFileSync(this.clock, String(this.offset))
    await pause(120)
  }

  now() { return Date.now() + this.offset / 1000 }

  person(login) {
    const person = this.country.people.find(p => p.login === login)
    if (!person) throw new Error(`nobody in the demonstration country signs in as ${login}`)
    return person
  }

  // The present code of a person of the demonstration country, by the server's clock.
  code(login) {
    const store = this.store ? ['--store', this.store] : []
    return execFileSync(this.country.program, ['user', 'code', login, '--data', this.data, ...store, '--quiet'], {
      env: { ...process.env, NOROSHI_TEST_CLOCK: this.clock }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'],
    }).match(/\d{6}/)[0]
  }

  async signIn(login) {
    const person = this.person(login)
    for (let attempt = 0; ; attempt++) {
      const body = { login, password: person.password, ...(person.totp ? { code: this.code(login) } : {}) }
      const answer = await fetch(this.url + '/api/v1/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
      const text = await answer.text()
      if (answer.ok) {
        const cookie = answer.headers.getSetCookie().map(c => c.split(';')[0]).join('; ')
        const me = JSON.parse(text)
        return { login, cookie, csrf: me.csrf, me }
      }
      // A code is good once: a second sign-in within the same half minute needs the next one.
      if (person.totp && attempt === 0 && answer.status === 401) { await this.shift(30_000_000); continue }
      throw new Error(`sign-in as ${login}: ${answer.status} ${text}`)
    }
  }

  async call(who, method, path, { body, headers = {}, raw } = {}) {
    const all = { ...(who ? { Cookie: who.cookie } : {}), ...(who && method !== 'GET' ? { 'X-CSRF-Token': who.csrf } : {}), ...headers }
    if (body !== undefined && !raw && !all['Content-Type']) all['Content-Type'] = 'application/json'
    const answer = await fetch(this.url + path, { method, headers: all, body: body === undefined ? undefined : raw || typeof body === 'string' ? body : JSON.stringify(body), redirect: 'manual' })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const text = new TextDecoder().decode(bytes)
    let json
    try { json = JSON.parse(text) } catch { /* not JSON */ }
    return { status: answer.status, headers: answer.headers, text, json, bytes }
  }
}

export const readLines = path => readFileSync(path, 'utf8').split('\n')
