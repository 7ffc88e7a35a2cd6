// test/security/leaks.mjs — nothing that was a secret in this run stands in a log or in the figures.
export async function leaks(checks, door, logs) {
  const figures = (await door.ask(null, 'GET', '/metrics')).text, ready = (await door.ask(null, 'GET', '/readyz')).text
  const health = (await door.ask(null, 'GET', '/healthz')).text, api = (await door.ask(null, 'GET', '/api/v1/openapi.json')).text
  const found = (name, text) => [...checks.secrets].filter(secret => secret.length > 5 && text.includes(secret)).map(secret => `${name}: ${secret.slice(0, 6)}... in ${text.split('\n').find(line => line.includes(secret))?.slice(0, 200)}`)
  const said = logs.map(log => log.text).join('')
  checks.ok(`${checks.secrets.size} secrets, none in ${said.length} letters of the log`, found('log', said))
  checks.ok('none in /metrics, /readyz, /healthz and the OpenAPI document', ['metrics', figures, 'readyz', ready, 'healthz', health, 'openapi', api].flatMap((text, i, all) => (i % 2 ? found(all[i - 1], text) : [])))
  const broken = said.split('\n').filter(line => line && (() => { try { return typeof JSON.parse(line) !== 'object' } catch { return true } })())
  checks.ok('every line of the log is one JSON object, whatever was sent', broken.map(line => line.slice(0, 200)))
}
