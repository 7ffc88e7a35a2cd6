// test/torture/run.mjs — nothing that was acknowledged is ever lost.
//   --kills N      SIGKILL the server N times at random moments under load (the long run: 200; CI: 20)
//   --postgres X   the same on PostgreSQL, of which the run starts its own and crashes it too (X is only asked to be given)
//   --seed S       repeat a run's choices
//   --only jobs    only what jobs.mjs does: kills while recalls, sharing and leaving are under way, and under relays, consents and ratings
// After every restart: each acknowledged report is there with what was sent, each acknowledged delivery is acknowledged, each repeated
// request (same Idempotency-Key) made one report, each entry gets a receipt. At the end `noroshi verify` finds the log whole.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Country, options, pause } from '../lib/server.mjs'
import { underWay } from './jobs.mjs'

const opts = options(process.argv)
const kills = Number(opts.value('--kills') ?? 20)
let seed = Number(opts.value('--seed') ?? Date.now() % 2147483647)
console.log(`seed ${seed}`)
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647
const work = mkdtempSync(join(tmpdir(), 'noroshi-torture.'))
chmodSync(work, 0o755)
const pgDir = opts.postgres && join(work, 'pg')
const postgres = pgDir && execFileSync('script/postgres', ['start', pgDir], { encoding: 'utf8' }).trim()

let passed = 0, failed = 0
function check(name, problems) {
  if (problems.length) { failed++; console.log(`not ok  ${name}: ${problems.length} problems, first: ${problems.slice(0, 3).join('; ')}`) } else { passed++; console.log(`ok      ${name}`) }
}

const country = new Country({ program: opts.program, postgres })
const faults = join(work, 'faults')
writeFileSync(faults, 'none 0')
const preload = join(work, 'faulty.so')
if (!postgres) execFileSync('cc', ['-shared', '-fPIC', '-D_GNU_SOURCE', '-O1', '-o', preload, 'test/torture/faulty.c', '-ldl'])
const env = { NOROSHI_RATE: '0', ...(postgres ? {} : { LD_PRELOAD: preload, NOROSHI_FAULTS: faults }) }
const server = await country.server({ env })

const told = { reports: new Map(), keys: new Map(), acks: new Set(), checkedReports: new Set(), receipts: new Map() }
const open = new Map()          // sent, not answered: must be repeated by the same person with the same key, not while another try is under way
let serial = 0, refused = 0, running = false

async function file(who, chance = 0.3) {
  const again = random() < chance && [...open].find(([, o]) => o.who === who && !o.busy)
  const [key, { body }] = again || [`t${process.pid}-${++serial}`, { body: {
    title: `拷問試験 ${serial} の報告`, sector: who.me.org.sector, event_type: 'unavailable', causes: ['hwfail'], basis: 'fit', route: 'ministry', tlp: 'AMBER',
    noticed_at: new Date(Date.now() - 60_000).toISOString(), summary: `連番 ${serial} の障害を確認した。`.repeat(1 + Math.floor(random() * 20)), purpose: '注意喚起', consent: 'anonymised',
  } }]
  const entry = { who, body, busy: true }
  open.set(key, entry)
  let answer
  try { answer = await server.call(who, 'POST', '/api/v1/reports', { body, headers: { 'Idempotency-Key': key } }) } finally { entry.busy = false }
  if (answer.status === 201) {
    const before = told.keys.get(key)
    if (before && before !== answer.json.id) throw new Error(`key ${key} made two reports`)
    told.keys.set(key, answer.json.id)
    told.reports.set(answer.json.id, { ...answer.json, key, body })
    open.delete(key)
  } else if (answer.status === 503 || answer.status === 409) refused++
  else throw new Error(`filing: ${answer.status} ${answer.text}`)
}

async function acknowledge(who) {
  const inbox = await server.call(who, 'GET', '/api/v1/inbox?state=open&limit=20')
  if (inbox.status === 503) { refused++; return }
  for (const item of inbox.json.items ?? []) {
    if (!running) return
    const answer = await server.call(who, 'POST', `/api/v1/deliveries/${item.delivery.id}/ack`)
    if (answer.status === 200) told.acks.add(item.delivery.id)
    else if (answer.status === 503) refused++
    else throw new Error(`acknowledging: ${answer.status} ${answer.text}`)
  }
}

const troubles = []
async function client(work) {
  while (running) {
    try { await work() } catch (error) {
      if (running && !/fetch failed|terminated|socket|ECONN|other side/i.test(String(error.message) + String(error.cause))) troubles.push(error.message)
      await pause(5)
    }
  }
}

async function load(ms, meanwhile) {
  running = true
  const clients = []
  for (let i = 0; i < 12; i++) clients.push(client(() => file(filers[i % filers.length])))
  for (const liaison of liaisons) clients.push(client(() => acknowledge(liaison)))
  await pause(ms)
  await meanwhile()
  running = false
  await Promise.all(clients)
}

// What was checked before is sampled; `all` looks at everything once more.
async function lost(all = false) {
  const problems = []
  const again = all ? 1 : Math.min(0.05, 300 / told.reports.size)
  for (const [id, sent] of told.reports) {
    if (told.checkedReports.has(id) && random() > again) continue
    const who = filers.find(f => f.me.org.sector === sent.body.sector)
    const answer = await server.call(who, 'GET', `/api/v1/messages/${id}`)
    const content = answer.json?.revisions?.[0]?.content
    if (answer.status !== 200) problems.push(`report ${id} is gone: ${answer.status}`)
    else if (content?.summary !== sent.body.summary || answer.json.number !== sent.number) problems.push(`report ${id} differs`)
    told.checkedReports.add(id)
  }
  for (const liaison of liaisons) {
    // An acknowledgement that was lost would stand among the open ones again; they are given newest first.
    for (let after = '', pages = 0; all || pages < 10; pages++) {
      const page = await server.call(liaison, 'GET', `/api/v1/inbox?state=open&limit=200${after && '&after=' + encodeURIComponent(after)}`)
      for (const item of page.json.items ?? []) if (told.acks.has(item.delivery.id) && !item.delivery.acknowledged_at) problems.push(`delivery ${item.delivery.id} lost its acknowledgement`)
      if (!page.json.next) break
      after = page.json.next
    }
  }
  return problems
}

async function receipts(sample) {
  const problems = []
  for (const [id, sent] of told.reports) {
    if (told.receipts.has(sent.entry) || random() > sample) continue
    const who = filers.find(f => f.me.org.sector === sent.body.sector)
    let answer
    for (let i = 0; i < 100; i++) {
      answer = await server.call(who, 'GET', `/api/v1/receipts/${sent.entry}`)
      if (answer.status !== 409) break
      await pause(50)
    }
    if (answer.status !== 200) problems.push(`report ${id} has no receipt: ${answer.status} ${answer.text.slice(0, 100)}`)
    else told.receipts.set(sent.entry, answer.text)
  }
  return problems
}

const reporters = country.people.filter(p => p.roles.includes('reporter') && p.org?.kind !== 'ceptoar')
const filers = []
for (const person of reporters) filers.push(await server.signIn(person.login))
const liaisons = []
for (const person of country.people.filter(p => p.roles.includes('liaison'))) liaisons.push(await server.signIn(person.login))

let slowest = 0
async function again() {
  server.exit = null
  const from = Date.now()
  await server.start()
  slowest = Math.max(slowest, Date.now() - from)
}

const onlyJobs = opts.value('--only') === 'jobs'
await underWay({ server, random, check, restart: again, kills: Math.max(2, Math.round(kills / 8)), many: postgres ? 4200 : 1200 })
for (let i = 1; i <= kills && !onlyJobs; i++) {
  await load(150 + random() * 850, () => server.stop('SIGKILL'))
  await again()
  check(`kill ${i}: ${told.reports.size} reports, ${told.acks.size} acknowledgements`, [...troubles.splice(0), ...await lost(), ...await receipts(0.02)])
}
if (onlyJobs) { /* nothing more */ } else if (postgres) {
  for (let i = 1; i <= Math.max(3, kills / 5); i++) {
    await load(300 + random() * 700, async () => {
      execFileSync('script/postgres', ['crash', pgDir])
      await pause(200)
      execFileSync('script/postgres', ['again', pgDir], { stdio: 'ignore' })
      await pause(500)
    })
    for (let n = 0; n < 100 && (await fetch(server.url + '/readyz')).status !== 200; n++) await pause(100)
    check(`PostgreSQL crash ${i}: ${told.reports.size} reports`, [...troubles.splice(0), ...await lost(), ...await receipts(0.02)])
  }
} else {
  for (const kind of ['write', 'sync', 'full']) {
    for (const percent of [100, 30]) {
      const before = refused
      await load(200, async () => { writeFileSync(faults, `${kind} ${percent}`); await pause(700); writeFileSync(faults, 'none 0'); await pause(400) })
      const problems = [...troubles.splice(0), ...await lost(), ...await receipts(0.02)]
      if (refused === before) problems.push('no request was refused: the fault was not injected')
      check(`faults ${kind} ${percent} %: ${refused - before} refused, ${told.reports.size} reports`, problems)
      await server.stop('SIGKILL')
      await again()
      check(`kill after faults ${kind} ${percent} %`, await lost())
    }
  }
}
// What was never answered is repeated until it is: one report each, none doubled.
running = true
for (const who of filers) {
  for (let n = 0; n < 2000 && [...open.values()].some(o => o.who === who); n++) await file(who, 1).catch(error => troubles.push(error.message))
}
running = false
check('every request that was cut off could be repeated', [...troubles.splice(0), ...(open.size ? [`${open.size} still open`] : [])])
const problems = []
const seen = new Map()
for (const who of filers) {
  for (let after = ''; ;) {
    const page = await server.call(who, 'GET', `/api/v1/reports?box=own&limit=200${after && '&after=' + encodeURIComponent(after)}`)
    for (const row of page.json.items) if (row.title?.startsWith('拷問試験 ')) seen.set(row.id, row.title)
    if (!page.json.next) break
    after = page.json.next
  }
}
const titles = [...seen.values()]
if (new Set(titles).size !== titles.length) problems.push('a report stands twice')
for (const id of told.reports.keys()) if (!seen.has(id)) problems.push(`${id} is not in the list`)
check(`${seen.size} reports, none twice`, problems)
check(`every one of ${told.reports.size} reports and ${told.acks.size} acknowledgements is there`, await lost(true))
check(`every one of ${told.reports.size} reports has a receipt`, await receipts(1))
await server.stop()
const place = ['--data', server.data, ...(server.store ? ['--store', server.store] : [])]
const verified = spawnSync(opts.program, ['verify', ...place], { encoding: 'utf8' })
check('the log verifies', verified.status === 0 ? [] : [`exit ${verified.status}: ${verified.stdout}${verified.stderr}`])
const wrong = []
const key = join(server.data, 'journal.pub')
for (const [entry, text] of [...told.receipts].slice(0, 50)) {
  const path = join(work, 'receipt.json')
  writeFileSync(path, text)
  const result = spawnSync(opts.program, ['verify', path, '--key', key], { encoding: 'utf8' })
  if (result.status !== 0) wrong.push(`${entry}: exit ${result.status} ${result.stdout}${result.stderr}`)
}
check('receipts verify offline', wrong)
if (existsSync(faults + '.count')) console.log(`the last process saw ${readFileSync(faults + '.count', 'utf8').trim()} faults`)
console.log(JSON.stringify({ kills, reports: told.reports.size, acknowledgements: told.acks.size, receipts: told.receipts.size, refused, slowest_restart_ms: slowest }))
country.close()
if (pgDir) spawnSync('script/postgres', ['stop', pgDir])
rmSync(work, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
