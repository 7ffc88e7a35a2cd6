// test/security/run.mjs [--program PATH] [--postgres URL] — attacks on a real server: every route as everybody, broken input, raw
// sockets, sign-in, what leaks. See README.md beside it. One line per check; ends with "N passed, N failed".
import { Country, options } from '../lib/server.mjs'
import { Accounts } from './accounts.mjs'
import { Checks, Door } from './check.mjs'
import { curious } from './curious.mjs'
import { Input } from './input.mjs'
import { leaks } from './leaks.mjs'
import { Recalled } from './recall.mjs'
import { together } from './together.mjs'
import { Walk } from './walk.mjs'
import { Wire, attachments, encrypted, place, withPassword } from './wire.mjs'

const opts = options(process.argv)
const checks = new Checks()
const country = new Country(opts)
const logs = []

// Everything that the server says, from its first line on.
async function serve(args = [], more = {}) {
  const server = await country.server({ args: args.includes('--rate') ? args : ['--rate', '0', ...args], ...more })
  const log = { text: server.log }
  server.process.stderr.on('data', data => { log.text += data })
  logs.push(log)
  return server
}

// Too many requests of one caller, while others go on.
async function limited(checks, serve) {
  const server = await serve(['--rate', '5', '--burst', '10'])
  const door = new Door(server.url, checks)
  const [one, two] = [(await door.signIn('power', server.person('power').password)).who, (await door.signIn('rail', server.person('rail').password)).who]
  const many = await Promise.all(Array.from({ length: 40 }, () => door.ask(one, 'GET', '/api/v1/me')))
  const refused = many.filter(a => a.status === 429)
  checks.ok('who asks too often is told when to come again', refused.length >= 20 && refused.every(a => Number(a.headers['retry-after']) >= 1) || String(many.map(a => a.status)))
  checks.ok('others are not', (await door.ask(two, 'GET', '/api/v1/me')).status === 200)
  const guesses = await Promise.all(Array.from({ length: 100 }, (_, i) => door.ask({ token: 'nrs_' + String(i).padStart(43, 'A') }, 'GET', '/api/v1/me')))
  checks.ok('who guesses tokens is counted by address', guesses.some(a => a.status === 429) && guesses.every(a => a.status === 401 || a.status === 429))
  await server.stop()
}

try {
  if (process.argv.includes('--together')) { await together(checks, serve, Door); throw null }
  if (process.argv.includes('--curious')) { await curious(checks, serve, Door); throw null }
  const store = country.fresh()
  const server = await serve(['--access-log'], { env: { NOROSHI_LOG: 'debug' }, place: { ...store, store: withPassword(store.store) } })
  const door = new Door(server.url, checks)
  const walk = new Walk(checks, server, door)
  await walk.served()
  await walk.signInAll()
  await walk.things()
  await walk.nobody()
  await walk.roles()
  await walk.strangers()
  await walk.forged()
  await new Recalled(checks, server, walk).tell()
  const input = new Input(checks, walk)
  await input.fields()
  await input.shapes()
  await input.sizes()
  await input.queries()
  await input.ids()
  await input.methods()
  await attachments(checks, door, walk.who.power)
  place(checks, server)
  await walk.ended()
  await walk.tokens()
  await walk.levels()
  checks.ok(`the head and the form of ${door.asked} answers`, [...door.faults])
  const denied = logs[0].text.split('\n').filter(line => line.includes('"request.denied"')).map(line => JSON.parse(line))
  checks.ok('what was denied stands in the log, with who tried what', denied.length > 300 && denied.every(line => line.method && line.path && 'account' in line && line.peer && line.trace && line.code) || JSON.stringify(denied[0]))
  await leaks(checks, door, logs)
  await server.stop()

  const proxied = await serve(['--trust-proxy'])
  const door2 = new Door(proxied.url, checks)
  const accounts = new Accounts(checks, proxied, door2)
  const streamEnds = await accounts.stream()
  await accounts.throttling()
  await accounts.codes()
  await accounts.passwords()
  await accounts.races()
  await accounts.tables()
  await accounts.journal()
  await accounts.climbing()
  await accounts.oneTime()
  await accounts.late()
  await streamEnds()
  checks.ok(`the head and the form of ${door2.asked} more answers`, [...door2.faults])
  await leaks(checks, door2, logs)
  await proxied.stop()

  const hasty = await serve(['--timeout-s', '2'])
  const wire = new Wire(checks, hasty, new Door(hasty.url, checks))
  await wire.smuggling()
  await wire.sizes()
  await wire.slow()
  await wire.files()
  checks.ok('the head and the form of what was answered on the wire', [...wire.door.faults])
  await leaks(checks, wire.door, logs)
  await hasty.stop()

  await encrypted(checks, country, serve)
  await limited(checks, serve)
  await curious(checks, serve, Door)
  await together(checks, serve, Door)
} catch (error) {
  if (error) checks.ok('the run came to its end', [error.stack])
} finally { country.close() }
console.log(`${checks.passed} passed, ${checks.failed} failed`)
process.exit(checks.failed ? 1 : 0)
