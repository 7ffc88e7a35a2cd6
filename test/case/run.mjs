// test/case/run.mjs — runs case files against a real server. See README.md beside it.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Api } from '../lib/openapi.mjs'
import { Country, options, pause } from '../lib/server.mjs'
import { unzip } from '../lib/unzip.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const opts = options(process.argv)
const units = { s: 1e6, m: 60e6, h: 3600e6, d: 86400e6 }

function parse(text) {
  const steps = []
  let test = 'untitled'
  const lines = text.split('\n')
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]
    if (line.startsWith('#')) { test = line.slice(1).trim(); continue }
    if (!line.trim()) continue
    const step = { line: i + 1, test, text: line.trim() }
    const request = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\S+)$/.exec(step.text)
    if (request) {
      Object.assign(step, { kind: 'request', method: request[1], path: request[2], headers: [], body: '' })
      while (/^> /.test(lines[i + 1] ?? '')) step.headers.push(lines[++i].slice(2))
      while (lines[i + 1] !== undefined && /^[@{["\s}\]]/.test(lines[i + 1]) && lines[i + 1].trim()) step.body += lines[++i] + '\n'
    } else step.kind = step.text.split(' ')[0]
    steps.push(step)
  }
  return steps
}

function at(json, path) {
  let value = json
  for (const part of path.replace(/^\$\.?/, '').match(/[^.[\]]+|\[[^\]]*\]/g) ?? []) {
    if (value == null) return undefined
    const filter = /^\[(\w+(?:\.\w+)*)=(.*)\]$/.exec(part)
    if (filter) value = value.find?.(item => String(at(item, filter[1])) === filter[2])
    else if (part === 'length' && Array.isArray(value)) value = value.length
    else value = value[part.replace(/^\[|\]$/g, '')]
  }
  return value
}

const unzipped = bytes => Object.entries(unzip(bytes)).map(([name, text]) => `${name}: ${text.replaceAll('\n', ' ')}`).join('\n')
class Story {
  constructor(server, api) { Object.assign(this, { server, api, who: null, vars: {}, signed: {}, answer: null }) }

  async fill(text) {
    for (const [whole, name] of [...text.matchAll(/\$\{([^}]+)\}/g)]) {
      let value = this.vars[name]
      if (value === undefined && name.startsWith('org.')) value = await this.org(name.slice(4))
      if (value === undefined && name === 'now') value = new Date(this.server.now()).toISOString()
      if (value === undefined && name === 'today') value = new Date(this.server.now() + 9 * 3600e3).toISOString().slice(0, 10)
      // So many bytes as base64url: the server cannot look into boxes, only at their lengths.
      if (value === undefined && name.startsWith('bytes.')) value = Buffer.alloc(+name.slice(6), 9).toString('base64url')
      if (value === undefined) throw new Error(`nothing was saved as ${name}`)
      text = text.replace(whole, typeof value === 'string' ? value : JSON.stringify(value))
    }
    return text
  }

  async org(code) {
    const who = await this.session('analyst')
    const found = await this.server.call(who, 'GET', `/api/v1/orgs?limit=200&q=${encodeURIComponent(code)}`)
    const org = found.json?.items?.find(o => o.code === code)
    if (!org) throw new Error(`no org has the code ${code}`)
    return (this.vars['org.' + code] = org.id)
  }

  async session(login) { return (this.signed[login] ??= await this.server.signIn(login)) }

  // Counted in the store itself: no account reads everybody's entries.
  async entries(verb) {
    const sql = `select count(*) as n from journal where verb = '${verb.replaceAll("'", "''")}'`
    if (this.server.store) return Number(execFileSync('psql', ['-At', '-d', this.server.store, '-c', sql], { encoding: 'utf8' }))
    const { DatabaseSync } = await import('node:sqlite')
    const db = new DatabaseSync(join(this.server.data, 'noroshi.db'), { readOnly: true })
    const { n } = db.prepare(sql).get()
    db.close()
    return n
  }

  async step(step) {
    const text = step.kind === 'request' ? '' : await this.fill(step.text)
    const words = text.split(/\s+/)
    switch (step.kind) {
      case 'as': this.who = words[1] === 'nobody' ? null : await this.session(words[1]); return
      case 'clock': {
        const [, n, unit] = /^\+(\d+)([smhd])$/.exec(words[1])
        return this.server.shift(n * units[unit])
      }
      case 'run': return this.run(step)
      case 'restart': await this.server.stop(); this.server.exit = null; return this.server.start()
      case 'request': return this.request(step)
      case 'save': {
        const value = words[2] === 'header' ? this.answer.headers.get(words[3]) : at(this.answer.json, words[2])
        if (value == null) throw new Error(`${words.slice(2).join(' ')} is not in the answer: ${this.answer.text.slice(0, 400)}`)
        this.vars[words[1]] = value
        return
      }
      case 'journal': {
        const n = (await this.entries(words[1])) - (this.before[words[1]] ?? 0)
        if (n !== Number(words[2])) throw new Error(`${n} entries of ${words[1]}`)
        return
      }
      case 'write': {
        this.temp ??= mkdtempSync(join(tmpdir(), 'noroshi-case.'))
        this.vars[words[1]] = join(this.temp, words[1])
        writeFileSync(this.vars[words[1]], await this.fill(text.replace(/^write\s+\S+\s+/, '')) + '\n', { mode: 0o600 })
        return
      }
      case 'absent': case 'present': {
        const there = this.store().some(bytes => bytes.includes(words[1]) || bytes.includes(Buffer.from(words[1]).toString('hex')))
        if (there === (step.kind === 'absent')) throw new Error(`the store ${there ? 'holds' : 'does not hold'} ${words[1]}`)
        return
      }
      case 'wait': {
        const [, path, want, limit] = words
        const until = Date.now() + 1000 * parseFloat(limit ?? '5')
        while (JSON.stringify(at(this.answer.json, path)) !== want) {
          if (Date.now() > until) throw new Error(`still ${JSON.stringify(at(this.answer.json, path))}`)
          await pause(100)
          await this.request(this.last)
        }
        return
      }
      case '=': return this.equals(words, text)
      case '~': case '!~': {
        const value = words[1] === 'text' ? this.answer.text : words[1] === 'unzipped' ? unzipped(this.answer.bytes) : String(at(this.answer.json, words[1]))
        const found = new RegExp(text.replace(/^!?~\s+\S+\s+/, '')).test(value)
        if (found === (step.kind === '!~')) throw new Error(`in ${value.slice(0, 400)}`)
        return
      }
      default: throw new Error(`no such step`)
    }
  }

  // Every byte of the store: the SQLite files, or what pg_dump writes of the database.
  store() {
    if (this.server.store) return [execFileSync('pg_dump', [this.server.store], { maxBuffer: 1 << 30 })]
    return readdirSync(this.server.data).filter(name => /^noroshi\.db/.test(name) || /\.db/.test(name)).map(name => readFileSync(join(this.server.data, name)))
  }

  // The program as a person would use it: a client of this server, with a token of whoever is signed in.
  async run(step) {
    this.temp ??= mkdtempSync(join(tmpdir(), 'noroshi-case.'))
    this.vars.temp = this.temp
    this.vars.data = this.server.data
    const text = await this.fill(step.text)
    const words = [...text.matchAll(/"((?:[^"\\]|\\.)*)"|\S+/g)].map(m => (m[1] === undefined ? m[0] : m[1].replace(/\\(.)/g, '$1'))).slice(1)
    const env = { ...process.env, LC_ALL: 'C.UTF-8', NOROSHI_SERVER: this.server.url }
    if (this.who) {
      const file = join(this.temp, `${this.who.login}.token`)
      if (!(this.tokens ??= {})[file]) {
        const answer = await this.server.call(this.who, 'POST', '/api/v1/tokens', { body: { name: 'case', scope: 'write' } })
        if (!answer.json?.token) throw new Error(`token: ${answer.text}`)
        writeFileSync(file, answer.json.token + '\n', { mode: 0o600 })
        this.tokens[file] = true
      }
      env.NOROSHI_TOKEN_FILE = file
    }
    const done = spawnSync(opts.program, words, { env, encoding: 'utf8', maxBuffer: 1 << 26 })
    let json
    try { json = JSON.parse(done.stdout) } catch { /* not JSON */ }
    this.answer = { status: done.status, text: done.stdout + done.stderr, json, headers: new Headers() }
  }

  equals(words, text) {
    if (/^\d+$/.test(words[1])) {
      if (this.answer.status !== Number(words[1])) throw new Error(`status ${this.answer.status}: ${this.answer.text.slice(0, 600)}`)
      return
    }
    if (words[1] === 'header') {
      const value = this.answer.headers.get(words[2])
      const want = text.replace(/^=\s+header\s+\S+\s*/, '')
      if (want === '-' ? value !== null : !(value ?? '').startsWith(want)) throw new Error(`${words[2]} is ${value}`)
      return
    }
    const value = at(this.answer.json, words[1])
    const want = text.replace(/^=\s+\S+\s*/, '')
    const same = want === '*' ? value != null : want === '-' ? value == null : /^#\d+$/.test(want) ? value?.length === Number(want.slice(1)) : this.same(value, want)
    if (!same) throw new Error(`${words[1]} is ${JSON.stringify(value)} in ${this.answer.text.slice(0, 600)}`)
  }

  same(value, want) {
    let wanted
    try { wanted = JSON.parse(want) } catch { wanted = want }
    return JSON.stringify(value) === JSON.stringify(wanted)
  }

  async request(step) {
    this.last = step
    const headers = {}
    for (const h of step.headers) { const [name, ...rest] = (await this.fill(h)).split(':'); headers[name] = rest.join(':').trim() }
    let body = step.body ? await this.fill(step.body.trim()) : undefined
    let raw = false
    const file = /^@file (\S+) (\S+)$/.exec(body ?? '')
    const size = /^@bytes (\d+)$/.exec(body ?? '')
    if (size) { body = Buffer.alloc(+size[1], 9); headers['Content-Type'] ??= 'application/octet-stream'; raw = true }
    if (file) { body = readFileSync(join(here, file[2])); headers['Content-Type'] ??= file[1]; raw = true }
    const path = await this.fill(step.path)
    this.answer = await this.server.call(this.who, step.method, path, { body, headers, raw })
    const faults = this.api.differences(step.method, path, this.answer)
    if (faults.length) throw new Error(`not as openapi.json has it: ${faults.slice(0, 8).join('; ')}\n        ${this.answer.status} ${this.answer.text.slice(0, 400)}`)
  }
}

const only = opts.value('--only')
const files = readdirSync(here).filter(f => f.endsWith('.case') && (!only || basename(f, '.case') === only)).sort()
let passed = 0, failed = 0, api
function told(name, faults) {
  if (faults.length) { failed++; console.log(`not ok  ${name}\n        ${faults.slice(0, 20).join('\n        ')}`) } else { passed++; console.log(`ok      ${name}`) }
}
const country = new Country(opts)
try {
  for (const file of files) {
    const steps = parse(readFileSync(join(here, file), 'utf8'))
    const server = await country.server()
    if (!api) {
      api = new Api((await server.call(null, 'GET', '/api/v1/openapi.json')).json)
      told('openapi.json is valid OpenAPI 3.1', await api.faults())
    }
    const story = new Story(server, api)
    story.before = {}
    try {
      for (const s of steps.filter(s => s.kind === 'journal')) story.before[s.text.split(/\s+/)[1]] ??= await story.entries(s.text.split(/\s+/)[1])
      const bad = new Set()
      for (const step of steps) {
        if (bad.has(step.test)) continue
        try { await story.step(step) } catch (error) {
          bad.add(step.test)
          console.log(`not ok  ${file}:${step.line}: ${step.test}\n        ${step.text}\n        ${error.message}`)
        }
      }
      const tests = new Set(steps.map(s => s.test))
      for (const test of tests) if (!bad.has(test)) console.log(`ok      ${file}: ${test}`)
      passed += tests.size - bad.size
      failed += bad.size
      if (bad.size) console.log(server.log.split('\n').slice(-8).join('\n'))
    } catch (error) {
      failed++
      console.log(`not ok  ${file}: ${error.message}`)
    } finally {
      if (story.temp) rmSync(story.temp, { recursive: true })
      const { code, signal } = await server.stop()
      if (code !== 0) { failed++; console.log(`not ok  ${file}: the server ended with ${code ?? signal}\n${server.log.slice(-2000)}`) }
    }
  }
  if (!only) told('every route with a JSON answer was held against openapi.json', api.unproved())
} finally { country.close() }
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
