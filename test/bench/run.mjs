// test/bench/run.mjs — the figures of doc/PERFORMANCE.md, each beside its yardstick of the same run, as JSON lines.
//   --only NAME[,NAME]   reports-sqlite reports-postgres inbox advisory-sqlite advisory-postgres listeners large joins redact
//   --seconds S          length of each load (8)
import { execFile, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Country, freePort, options, pause } from '../lib/server.mjs'

const opts = options(process.argv)
const build = opts.value('--build') ?? 'build'
const seconds = Number(opts.value('--seconds') ?? 8)
const only = opts.value('--only')?.split(',')
const wanted = name => !only || only.includes(name)
const work = mkdtempSync(join(tmpdir(), 'noroshi-bench.'))
chmodSync(work, 0o755)
const run = promisify(execFile)
const round = (x, digits = 3) => Number(x.toPrecision(digits))
const say = line => console.log(JSON.stringify(line))
const env = { NOROSHI_RATE: '0' }

async function wrk(url, { connections = 64, threads = 2, script, more = {}, token, length = seconds } = {}) {
  const args = ['-t', threads, '-c', connections, '-d', `${length}s`, '--latency', ...(script ? ['-s', join('test/bench', script)] : []), ...(token ? ['-H', `Authorization: Bearer ${token}`] : []), url]
  const { stdout } = await run('wrk', args.map(String), { env: { ...process.env, ...more }, maxBuffer: 1 << 24 })
  const ms = text => { const [, n, unit] = /([\d.]+)(us|ms|s)/.exec(text); return n * { us: 0.001, ms: 1, s: 1000 }[unit] }
  const bad = Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0) + Number(/Socket errors: connect (\d+)/.exec(stdout)?.[1] ?? 0)
  return { per_s: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]), p99_ms: ms(/99%\s+(\S+)/.exec(stdout)[1]), bad }
}

async function token(server, login) {
  const who = await server.signIn(login)
  const answer = await server.call(who, 'POST', '/api/v1/tokens', { body: { name: 'bench', scope: 'write' } })
  if (!answer.json?.token) throw new Error(`token: ${answer.status} ${answer.text}`)
  return { who, token: answer.json.token }
}

const reporter = country => country.people.find(p => p.roles.includes('reporter') && p.org.kind === 'operator').login
const withRole = (country, role, kind) => country.people.find(p => p.roles.includes(role) && (!kind || p.org.kind === kind)).login
const residentMb = pid => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024

let postgresUrl
const postgres = () => (postgresUrl ??= execFileSync('script/postgres', ['start', join(work, 'pg')], { encoding: 'utf8' }).trim())

async function reports(engine) {
  const url = engine === 'postgres' ? postgres() : undefined
  const country = new Country({ program: opts.program, postgres: url })
  const server = await country.server({ env })
  try {
    const { who, token: bearer } = await token(server, reporter(country))
    const yard = async () => {
      if (engine === 'sqlite') return Number((await run(`${build}/yard_bench`, ['rows', join(server.data, `yard${Date.now()}.db`), String(seconds / 2)])).stdout)
      execFileSync('psql', ['-q', '-d', url, '-c', 'create table if not exists yard (id uuid primary key, at bigint, body text)'])
      writeFileSync(join(work, 'insert.sql'), "insert into yard values (gen_random_uuid(), 1, repeat('x', 200));\n")
      const pgbench = execFileSync('bash', ['-c', 'ls -d /usr/lib/postgresql/*/bin/pgbench | tail -n 1'], { encoding: 'utf8' }).trim()
      const { stdout } = await run(pgbench, ['-n', '-M', 'prepared', '-c', '64', '-j', '2', '-T', String(Math.ceil(seconds / 2)), '-f', join(work, 'insert.sql'), url])
      return Number(/tps = ([\d.]+)/.exec(stdout)[1])
    }
    await run('bash', ['-c', 'sync'])
    const before = await yard()
    const load = await wrk(server.url + '/api/v1/reports', { script: 'report.lua', more: { TOKEN: bearer, SECTOR: who.me.org.sector } })
    const after = await yard()
    const yardstick = (before + after) / 2
    say({ name: `reports-${engine}`, what: 'durable report submissions a second, 64 clients', per_s: round(load.per_s, 4), p99_ms: round(load.p99_ms), refused: load.bad,
      yardstick: engine === 'sqlite' ? 'plain SQLite, one-row transactions a second' : 'pgbench, single inserts a second, 64 clients', yardstick_per_s: round(yardstick, 4),
      ratio: round(load.per_s / yardstick), target_ratio: engine === 'sqlite' ? 0.35 : 0.15 })
  } finally { await server.stop(); country.close() }
}

async function nginx(file, dir) {
  const port = await freePort()
  const conf = join(dir, 'nginx.conf')
  writeFileSync(conf, `daemon off; worker_processes 2; pid ${dir}/nginx.pid; error_log ${dir}/error.log;\nevents { worker_connections 1024; }\nhttp { access_log off; keepalive_requests 1000000; sendfile on; open_file_cache max=10;\n client_body_temp_path ${dir}; proxy_temp_path ${dir}; fastcgi_temp_path ${dir}; uwsgi_temp_path ${dir}; scgi_temp_path ${dir};\n server { listen 127.0.0.1:${port}; root ${dir}/www; default_type application/json; } }\n`)
  mkdirSync(join(dir, 'www'), { recursive: true })
  writeFileSync(join(dir, 'www', 'page.json'), file)
  execFileSync('chmod', ['-R', 'a+rX', dir])
  const process_ = spawn('nginx', ['-c', conf, '-p', dir], { stdio: 'ignore' })
  await pause(300)
  return { url: `http://127.0.0.1:${port}/page.json`, stop: () => process_.kill() }
}

async function inbox(server, bearer, name, extra = {}) {
  const path = '/api/v1/inbox?state=all&limit=50'
  const page = await server.call(null, 'GET', path, { headers: { Authorization: `Bearer ${bearer}` } })
  const dir = join(work, 'nginx' + Math.floor(performance.now()))
  mkdirSync(dir)
  const yard = await nginx(page.text, dir)
  const before = await wrk(yard.url)
  const load = await wrk(server.url + path, { token: bearer })
  const after = await wrk(yard.url)
  yard.stop()
  const yardstick = (before.per_s + after.per_s) / 2
  say({ name, what: 'inbox pages a second, 64 clients', rows: page.json.items.length, bytes: page.text.length, per_s: round(load.per_s, 4), p99_ms: round(load.p99_ms), refused: load.bad,
    yardstick: 'nginx, a static file of the same size', yardstick_per_s: round(yardstick, 4), ratio: round(load.per_s / yardstick), target_ratio: 0.2, ...extra })
}

async function inboxSmall() {
  const country = new Country({ program: opts.program })
  const server = await country.server({ env })
  try {
    const { who, token: bearer } = await token(server, reporter(country))
    for (let i = 0; i < 60; i++) {
      await server.call(null, 'POST', '/api/v1/reports', { headers: { Authorization: `Bearer ${bearer}` }, body: { title: `計測 ${i}`, sector: who.me.org.sector, event_type: 'other', basis: 'fit', route: 'ministry', tlp: 'AMBER', noticed_at: new Date().toISOString(), summary: '計測のための報告。', consent: 'none' } })
    }
    const liaison = country.people.find(p => p.roles.includes('liaison') && p.login.includes('meti')) ?? country.people.find(p => p.roles.includes('liaison'))
    const reader = await token(server, liaison.login)
    await inbox(server, reader.token, 'inbox')
    // The same while one client states outcomes, one after the other: each change makes every list be made anew once.
    let writing = true, changes = 0
    const from = performance.now()
    const ids = (await server.call(null, 'GET', '/api/v1/inbox?state=all&limit=50', { headers: { Authorization: `Bearer ${reader.token}` } })).json.items.map(i => i.delivery.id)
    const writer = (async () => { for (let i = 0; writing; i++) { await server.call(null, 'POST', `/api/v1/deliveries/${ids[i % ids.length]}/outcome`, { headers: { Authorization: `Bearer ${reader.token}` }, body: { outcome: i % 100 < 50 ? 'investigating' : 'done' } }); changes++ } })()
    await inbox(server, reader.token, 'inbox-changing', { meanwhile: 'one client states outcomes, one after the other', get changes_per_s() { return round(changes / (performance.now() - from) * 1000) } })
    writing = false
    await writer
  } finally { await server.stop(); country.close() }
}

// A store with 100,000 orgs and a million deliveries, made once per engine and run.
async function large(engine) {
  const url = engine === 'postgres' ? postgres() : undefined
  const country = new Country({ program: opts.program, postgres: url })
  const place = country.fresh()
  const pairs = join(work, `pairs-${engine}`)
  execFileSync(`${build}/fill_bench`, [place.store ?? join(place.data, 'noroshi.db'), '100000', '10', pairs, '2000'], { stdio: 'inherit' })
  const from = performance.now()
  const server = await country.server({ place, env })
  const ready_ms = performance.now() - from
  try {
    if (wanted('large')) {
      const rss_idle = residentMb(server.process.pid)
      say({ name: `ready-${engine}`, what: 'ready after start, 100,000 orgs and a million deliveries', ms: round(ready_ms), target_ms: 1000, resident_mb: round(rss_idle) })
      const bearer = readFileSync(pairs, 'utf8').split('\t')[0]
      await inbox(server, bearer, `inbox-large-${engine}`)
    }
    if (wanted(`advisory-${engine}`)) await advisory(engine, country, server, place, pairs)
    if (wanted('listeners') && engine === 'sqlite') await listeners(server, country)
    say({ name: `memory-${engine}`, what: 'resident memory after all that, 100,000 orgs and a million deliveries', resident_mb: round(residentMb(server.process.pid)), target_mb: 200 })
  } finally { await server.stop(); country.close() }
}

function lastDelivery(place, message) {
  const sql = q => `select max(id) as id from delivery where message = ${q}`
  const hex = place.store
    ? execFileSync('psql', ['-At', '-d', place.store, '-c', sql(`'${message}'`).replace('max(id)', 'max(id::text)')], { encoding: 'utf8' }).trim().replaceAll('-', '')
    : Buffer.from(new DatabaseSync(join(place.data, 'noroshi.db'), { readOnly: true }).prepare(sql('?')).get(Buffer.from(message.replaceAll('-', ''), 'hex')).id).toString('hex')
  return parseInt(hex.slice(0, 12), 16)
}

async function advisory(engine, country, server, place, pairs) {
  const yardAt = place.store ?? join(place.data, 'yard-multi.db')
  const yard_s = Number((await run(`${build}/yard_bench`, ['multi', yardAt, '100000'])).stdout)
  const writer = await server.signIn(withRole(country, 'analyst', 'centre'))
  const publisher = await server.signIn(country.people.find(p => p.roles.includes('publisher') && p.login !== writer.login).login)
  const approver = country.people.find(p => p.org.kind === 'centre' && p.roles.includes('approver') && p.login !== writer.login && p.login !== publisher.login)
  const second = approver ? await server.signIn(approver.login) : publisher
  const make = async () => {
    const draft = await server.call(writer, 'POST', '/api/v1/advisories', { body: { title: '全事業者への注意喚起(計測)', kind: 'alert', reason: 'attack', tlp: 'GREEN', purpose: '計測', summary: '計測のための本文。', action: '計測のための対処。', ack_required: true, recipients: { all: true } } })
    if (draft.status !== 201) throw new Error(`draft: ${draft.status} ${draft.text}`)
    const approved = await server.call(second, 'POST', `/api/v1/advisories/${draft.json.id}/approve`)
    if (approved.status !== 200) throw new Error(`approve: ${approved.status} ${approved.text}`)
    return draft.json.id
  }
  const publish = async (id, watch) => {
    const from = performance.now(), began = Date.now()
    const times = {}
    const asking = (async () => {
      // The operator whose inbox is looked at is the first of the fan-out or not; the first reader of all is the ministry on the way.
      while (watch && !times.first_ms) {
        const answer = await server.call(watch, 'GET', `/api/v1/messages/${id}`)
        if (answer.status === 200) times.first_ms = performance.now() - from
        else await pause(2)
      }
    })()
    const answer = await server.call(publisher, 'POST', `/api/v1/advisories/${id}/publish`)
    if (answer.status !== 200) throw new Error(`publish: ${answer.status} ${answer.text}`)
    times.published_ms = performance.now() - from
    times.orgs = answer.json.orgs
    await asking
    // The board sums a hundred thousand rows: looked at seldom, so that it does not measure itself. The time itself is read off the
    // last delivery's id, whose first 48 bits are milliseconds; its chunk is committed within the next few.
    for (;;) {
      await pause(300)
      const board = await server.call(publisher, 'GET', `/api/v1/messages/${id}/deliveries?limit=1`)
      if (!board.json.summary.still_sending) { times.reached = board.json.summary.total; break }
    }
    times.all_ms = lastDelivery(place, id) - began
    return times
  }
  const watch = await server.signIn(country.people.find(p => p.roles.includes('liaison')).login)
  const quiet = await publish(await make(), watch)
  say({ name: `advisory-${engine}`, what: 'an advisory to 100,000 orgs: all deliveries committed', deliveries: quiet.reached, seconds: round(quiet.all_ms / 1000), answered_ms: round(quiet.published_ms), first_reader_ms: round(quiet.first_ms),
    yardstick: 'a bare multi-row insert of as many rows', yardstick_s: round(yard_s), ratio: round(quiet.all_ms / 1000 / yard_s), target_ratio: 3, target_first_reader_ms: 100 })
  const id = await make()
  // As long as the fan-out lasts, not longer: what is taken meanwhile is the figure.
  const length = Math.max(2, Math.ceil(quiet.all_ms / 1000 * 2))
  const acks = wrk(server.url, { script: 'ack.lua', more: { PAIRS: pairs, THREADS: '2' }, length })
  await pause(300)
  const busy = await publish(id, watch)
  const taken = await acks
  say({ name: `acknowledge-${engine}`, what: 'acknowledgements a second while an advisory goes to 100,000 orgs', per_s: round(taken.per_s, 4), p99_ms: round(taken.p99_ms), refused: taken.bad, target_per_s: 5000, first_reader_ms: round(busy.first_ms), all_deliveries_s: round(busy.all_ms / 1000) })
}

async function listeners(server, country) {
  const who = await server.signIn(reporter(country))
  const before = residentMb(server.process.pid)
  const child = spawn(`${build}/listeners_bench`, [String(server.port), who.cookie, '10000', '6'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', data => { out += data })
  while (!/open \d+/.test(out) && child.exitCode === null) await pause(50)
  await pause(1000)
  const during = residentMb(server.process.pid)
  const from = performance.now()
  const answer = await server.call(who, 'GET', '/api/v1/me')
  const me_ms = performance.now() - from
  await new Promise(resolve => child.once('close', resolve))
  say({ name: 'listeners', what: 'idle event streams held at once', held: Number(/held (\d+)/.exec(out)?.[1] ?? 0), closed: Number(/closed (\d+)/.exec(out)?.[1] ?? 0), target: 10000, resident_before_mb: round(before), resident_with_mb: round(during), another_request_ms: round(me_ms), another_request_status: answer.status })
}

// One request at a time: a figure is asked for by a person. Each asks for something else, so that none is a kept answer.
async function timed(server, who, paths) {
  const times = []
  for (const path of paths) {
    const from = performance.now()
    const answer = await server.call(who, 'GET', path)
    times.push(performance.now() - from)
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`)
  }
  return times.sort((a, b) => a - b)
}
const middle = times => round(times[Math.floor(times.length / 2)])

async function stats(engine) {
  const url = engine === 'postgres' ? postgres() : undefined
  const country = new Country({ program: opts.program, postgres: url })
  const place = country.fresh()
  const store = place.store ?? join(place.data, 'noroshi.db')
  if (wanted(`stats-${engine}`)) execFileSync(`${build}/stats_bench`, ['facts', store, '1000000'], { stdio: 'inherit' })
  if (wanted(`situation-${engine}`)) execFileSync(`${build}/stats_bench`, ['cases', store, '100000'], { stdio: 'inherit' })
  if (engine === 'postgres') execFileSync('psql', ['-q', '-d', store, '-c', 'vacuum analyze stat_fact', '-c', 'vacuum analyze incident'])
  const server = await country.server({ place, env })
  try {
    const who = await server.signIn(withRole(country, 'analyst', 'centre'))
    if (wanted(`stats-${engine}`)) {
      const names = ['reports', 'reports_by_sector', 'reports_by_event', 'reports_by_cause', 'reports_by_basis', 'reports_by_route', 'time_noticed_to_report', 'time_report_to_centre', 'time_report_to_receipt', 'time_report_to_advisory']
      await timed(server, who, ['/api/v1/stats/reports?sector=warm'])
      const each = {}
      for (const name of names) each[name] = round((await timed(server, who, [`/api/v1/stats/${name}`]))[0])
      const kept = await timed(server, who, Array.from({ length: 200 }, (_, i) => `/api/v1/stats/${names[i % names.length]}`))
      say({ name: `stats-${engine}`, what: 'a figure over ten years and a million reports, made; then given again', ms: middle(Object.values(each).sort((a, b) => a - b)), slowest_ms: Math.max(...Object.values(each)), each_ms: each, target_ms: 1000,
        kept_ms: middle(kept), kept_p99_ms: round(kept[197]), target_kept_ms: 5 })
    }
    if (wanted(`situation-${engine}`)) {
      const reader = await server.signIn(withRole(country, 'reporter', 'operator'))
      const times = []
      // A change between the questions, so that each is made anew.
      for (let i = 0; i < 60; i++) {
        await server.call(reader, 'PATCH', '/api/v1/me', { body: { lang: i % 2 ? 'ja' : 'en' } })
        times.push((await timed(server, who, ['/api/v1/situation']))[0])
      }
      times.sort((a, b) => a - b)
      say({ name: `situation-${engine}`, what: 'the situation page\'s data with 100,000 open cases, made anew each time', ms: middle(times), p90_ms: round(times[53]), target_ms: 20 })
    }
  } finally { await server.stop(); country.close() }
}

// Suggestions of joins against 100,000 reports of a year, in the process, one after the other; the index as the job fills it.
async function joins() {
  const country = new Country({ program: opts.program })
  const { data } = country.fresh()
  const { stdout } = await run(`${build}/joins_bench`, [join(data, 'noroshi.db'), '100000', '500'], { maxBuffer: 1 << 20 })
  const [index_per_s, p50_ms, p99_ms, max_ms, case_ms, triage_ms, found] = stdout.trim().split(' ').map(Number)
  say({ name: 'joins', what: 'suggestions for a report against 100,000 reports', p50_ms: round(p50_ms), p99_ms: round(p99_ms), max_ms: round(max_ms), found_each: found, target_ms: 50,
    for_a_case_ms: round(case_ms), triage_100000_waiting_ms: round(triage_ms), indexed_per_s: round(index_per_s) })
  country.close()
}

try {
  say({ name: 'machine', cores: Number(execFileSync('nproc', { encoding: 'utf8' })), commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(), program_mb: round(statSync(opts.program).size / 1048576) })
  if (wanted('redact')) process.stdout.write(execFileSync(`${build}/redact_bench`, ['test/corpus'], { encoding: 'utf8' }))
  if (wanted('reports-sqlite')) await reports('sqlite')
  if (wanted('reports-postgres')) await reports('postgres')
  if (wanted('inbox')) await inboxSmall()
  if (wanted('large') || wanted('advisory-sqlite') || wanted('listeners')) await large('sqlite')
  if (wanted('large') || wanted('advisory-postgres')) await large('postgres')
  for (const engine of ['sqlite', 'postgres']) if (wanted(`stats-${engine}`) || wanted(`situation-${engine}`)) await stats(engine)
  if (wanted('joins')) await joins()
} finally {
  if (postgresUrl) execFileSync('script/postgres', ['stop', join(work, 'pg')])
  rmSync(work, { recursive: true, force: true })
}
